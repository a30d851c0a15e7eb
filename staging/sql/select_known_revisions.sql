-- The revision of each record that was the highest known by a moment: reported by then, or received here by then. What was
-- withdrawn since has no content any more, and what a backfill still holds back was never known to the network.
select v.agency, v.record_id, max(v.revision) as revision
from record_versions as v
join cases as c using (agency, record_id, revision)
join deliveries as d using (delivery_id)
left join backfill_records as b using (agency, record_id, revision)
where v.state <> 'retracted'
    and b.state is distinct from 'held'
    and case when $is_received then d.received_at else c.reported_at end < $before::timestamptz
group by v.agency, v.record_id
order by v.agency, v.record_id
