-- Accepted rows of one child table by the verdict on their record.
select '[[table]]' as table_name, v.verdict, count(*) as row_count
from incoming_[[table]] as c
join incoming_verdicts as v
    on v.owns_children
    and c.agency = v.agency
    and c.record_id = v.record_id
    and c.revision = v.revision
    and case when $nested then c.row_no else 0 end = v.instance
group by all
order by all
