-- Rows of flat tables that had no structure say whose they are, and not of which revision: it is known where the delivery has one
-- revision of the record and no other case row of it.
update incoming_incomplete as i
set revision = c.revision
from (
    select
        agency,
        record_id,
        min(revision) as revision
    from incoming_cases
    group by all
    having count(distinct revision) = 1
) as c
where i.revision is null
    and i.agency = c.agency
    and i.record_id = c.record_id
    and not exists (
        select 1
        from quarantine as q
        where q.delivery_id = $delivery_id
            and q.table_name = 'cases'
            and q.agency = i.agency
            and q.record_id = i.record_id
    )
