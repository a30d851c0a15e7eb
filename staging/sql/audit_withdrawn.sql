-- Withdrawn records that quarantine still quotes. What came after the withdrawal may be quoted, and what came since the
-- last sweep waits for the next one.
select distinct w.agency || '/' || w.record_id as place
from withdrawals as w
join quarantine as q on q.agency = w.agency and q.record_id = w.record_id
join deliveries as d on d.delivery_id = q.delivery_id
where q.raw is not null
    and (d.received_at <= w.withdrawn_at or q.check_name = 'revision_conflict')
    and (d.received_at <= $last_sweep::timestamptz or (w.delivery_id is null and d.received_at <= w.withdrawn_at))
    and not exists (
        select 1
        from record_versions as v
        where v.agency = w.agency and v.record_id = w.record_id and v.state <> 'retracted'
    )
order by place
