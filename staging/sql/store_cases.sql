-- Keep the case rows of new revisions.
insert into cases by name
select c.*
from incoming_cases as c
join incoming_verdicts as v
    on v.verdict = 'new' and c.row_no = v.row_no and c.agency = v.agency and c.record_id = v.record_id
    and c.revision = v.revision
