-- Current records that lost a row when they came, or have a warning on a row. A warning counts for a record where the delivery
-- that brought the current revision, or completed it, noted it, unless it is on the row of another revision of the record in that delivery.
with brought as (
    select delivery_id, agency, record_id, revision
    from record_versions
    semi join row_warnings using (delivery_id, agency, record_id)
    where state = 'current'
    union
    select a.delivery_id, a.agency, a.record_id, a.revision
    from amendments as a
    join record_versions as s using (agency, record_id, revision)
    where a.kind = 'completed' and s.state = 'current'
),
warned as (
    select agency, record_id, count(*) as warning_count
    from row_warnings as w
    join brought as v using (delivery_id, agency, record_id)
    where not exists (
        select 1
        from record_versions as o
        where o.delivery_id = w.delivery_id
            and o.agency = w.agency
            and o.record_id = w.record_id
            and o.revision <> v.revision
            and o.row_no = w.row_no
    )
    group by agency, record_id
)
select v.agency, v.record_id, v.incomplete as is_incomplete, coalesce(w.warning_count, 0) as warning_count
from record_versions as v
left join warned as w using (agency, record_id)
where v.state = 'current' and (v.incomplete or w.warning_count is not null)
order by v.agency, v.record_id
