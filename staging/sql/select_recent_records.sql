-- Records that count and came after a mark: live ones by their delivery, those of a backfill by the opening of their window.
with numbered as (
    select delivery_id, row_number() over (order by rowid) as place
    from deliveries
)
select
    v.agency || '/' || v.record_id as record_key,
    b.agency is not null as is_backfilled
from record_versions as v
join numbered as n using (delivery_id)
left join backfill_records as b using (agency, record_id, revision)
where v.state = 'current'
    and case when b.agency is null then n.place > $deliveries else b.opening > $openings end
order by record_key
