-- Rows of one table that came with the contested case rows. Rows of a flat child table belong to every case row of their key.
select v.row_no as case_row, t.*
from incoming_[[table]] as t
join incoming_verdicts as v
    on v.agency = t.agency and v.record_id = t.record_id and v.revision = t.revision
    and ($is_shared or v.row_no = t.row_no)
where v.verdict = 'conflict'
order by all
