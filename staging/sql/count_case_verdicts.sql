-- Accepted case rows of the delivery by verdict.
select 'cases' as table_name, verdict, count(*) as row_count
from incoming_verdicts
group by all
order by all
