-- Keep one child table's rows of new revisions.
insert into [[table]] by name
select c.*
from incoming_[[table]] as c
join incoming_verdicts as v
    on v.owns_children
    and v.verdict = 'new'
    and c.agency = v.agency
    and c.record_id = v.record_id
    and c.revision = v.revision
    and case when $nested then c.row_no else 0 end = v.instance
