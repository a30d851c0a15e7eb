-- Accepted rows of the child tables by the verdict on their record.
select d.table_name, v.verdict, sum(d.row_count)::bigint as row_count
from incoming_digests as d
join incoming_verdicts as v
    on v.owns_children
    and d.agency = v.agency
    and d.record_id = v.record_id
    and d.revision = v.revision
    and d.instance = v.instance
group by all
order by all
