-- Records whose current revision is another one than the saved network was built from, with what they were and are;
-- also those that got rows under the same number since it was saved.
with current_records as (
    select agency || '/' || record_id as record_key, revision
    from record_versions
    where state = 'current'
),
completed_since as (
    select distinct agency || '/' || record_id as record_key, revision
    from amendments
    where kind = 'completed' and network_basis = (select any_value(basis) from network_state)
)
select
    record_key,
    c.revision is not null as is_there,
    l.revision is not null as was_there,
    c.revision
from current_records as c
full join net_linked_records as l using (record_key)
left join completed_since as k on k.record_key = c.record_key and k.revision = c.revision
where c.revision is distinct from l.revision or k.record_key is not null
order by record_key
