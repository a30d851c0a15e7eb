-- Rows of one table that are stored under the numbers of the contested case rows.
select v.row_no as case_row, t.*
from [[table]] as t
join incoming_verdicts as v
    on v.agency = t.agency and v.record_id = t.record_id and v.revision = t.revision
where v.verdict = 'conflict'
order by all
