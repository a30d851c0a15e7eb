-- Rows of one table of the revisions in the registered frame.
select t.* exclude (row_no)
from [[table]] as t
semi join incoming_frame as f using (agency, record_id, revision)
order by t.agency, t.record_id, t.revision, [[number]]
