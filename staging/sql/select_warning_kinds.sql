-- By delivery and kind how many warnings on rows and remarks on files there are.
select
    delivery_id,
    table_name as "table",
    column_name as "column",
    check_name as "check",
    record_id is null as is_of_file,
    count(*) as warnings
from row_warnings
group by all
order by all
