-- Records whose current revision is another one than the saved network was built from, with what they were and are.
with current_records as (
    select agency || '/' || record_id as record_key, revision
    from record_versions
    where state = 'current'
)
select
    record_key,
    c.revision is not null as is_there,
    l.revision is not null as was_there,
    c.revision
from current_records as c
full join net_linked_records as l using (record_key)
where c.revision is distinct from l.revision
order by record_key
