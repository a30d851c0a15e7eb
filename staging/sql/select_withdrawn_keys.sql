-- Records of which nothing counts any more: withdrawn, and not brought back; and whether only deliveries said so.
select
    w.agency,
    w.record_id,
    max(w.withdrawn_at) as withdrawn_at,
    bool_and(w.delivery_id is not null) as is_by_delivery
from withdrawals as w
where not exists (
        select 1
        from record_versions as v
        where v.agency = w.agency and v.record_id = w.record_id and v.state <> 'retracted'
    )
group by w.agency, w.record_id
order by all
