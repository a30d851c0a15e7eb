-- Rows of one table of the revisions asked for, as select_visible gives those of today.
select t.* exclude (row_no)
from [[table]] as t
semi join incoming_frame using (agency, record_id, revision)
order by t.agency, t.record_id, t.revision, [[number]]
