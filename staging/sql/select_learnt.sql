-- When each of the records asked for happened, was reported, and was received here, by its newest revision that is not
-- withdrawn; and whether a backfill brought that one.
select
    f.record_key,
    c.incident_start_date,
    c.reported_at,
    d.received_at,
    b.agency is not null as is_backfilled
from incoming_frame as f
join cases as c on f.record_key = c.agency || '/' || c.record_id
join record_versions as v using (agency, record_id, revision)
join deliveries as d using (delivery_id)
left join backfill_records as b using (agency, record_id, revision)
where v.state <> 'retracted'
qualify row_number() over (partition by f.record_key order by v.revision desc) = 1
order by f.record_key
