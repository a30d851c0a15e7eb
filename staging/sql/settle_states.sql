-- Which revision counts, for the records touched: those at or below a withdrawal are retracted, of the others the highest
-- that no backfill holds back is current and the rest are history. It depends on the set of revisions alone, never on the
-- order they came in.
update record_versions as r
set state = settled.state
from (
    select
        v.agency,
        v.record_id,
        v.revision,
        case
            when v.revision <= coalesce(w.up_to_revision, 0) then 'retracted'
            when h.agency is not null then 'history'
            when v.revision = max(v.revision) filter (where h.agency is null) over (partition by v.agency, v.record_id)
                then 'current'
            else 'history'
        end as state
    from record_versions as v
    join touched_records using (agency, record_id)
    left join (select agency, record_id, revision from backfill_records where state = 'held') as h
        using (agency, record_id, revision)
    left join (
        select agency, record_id, max(up_to_revision) as up_to_revision
        from withdrawals
        group by agency, record_id
    ) as w using (agency, record_id)
) as settled
where r.agency = settled.agency
    and r.record_id = settled.record_id
    and r.revision = settled.revision
    and r.state <> settled.state
