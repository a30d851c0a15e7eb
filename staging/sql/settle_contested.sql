-- What became of contested case rows at a second look.
update incoming_verdicts as v
set verdict = f.verdict
from incoming_frame as f
where v.row_no = f.row_no and v.agency = f.agency and v.record_id = f.record_id and v.revision = f.revision
