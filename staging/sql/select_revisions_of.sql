-- The current revision of each record of the registered frame.
select v.agency, v.record_id, v.revision
from record_versions as v
semi join incoming_frame as f on v.agency || '/' || v.record_id = f.key
where v.state = 'current'
