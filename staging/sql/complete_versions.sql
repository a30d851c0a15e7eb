-- Revisions that got the rows they had lost: their content is another one, and whole unless a row was lost again.
update record_versions as s
set digest = f.digest, incomplete = f.is_incomplete
from incoming_frame as f
where s.agency = f.agency and s.record_id = f.record_id and s.revision = f.revision
