-- Rows of one table of all current records, in no order.
select t.* exclude (row_no)
from [[table]] as t
semi join (from record_versions where state = 'current') as v using (agency, record_id, revision)
