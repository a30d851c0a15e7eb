-- The current revision of each record of the registered frame.
with asked as (
    select split_part(key, '/', 1) as agency, substr(key, instr(key, '/') + 1) as record_id
    from incoming_frame
)
select v.agency, v.record_id, v.revision
from record_versions as v
semi join asked using (agency, record_id)
where v.state = 'current'
