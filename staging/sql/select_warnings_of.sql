-- What is odd but possible about accepted rows of one delivery, and remarks on its files.
select
    delivery_id,
    table_name as "table",
    row_no as "row",
    agency,
    record_id,
    column_name as "column",
    check_name as "check",
    message
from row_warnings
where delivery_id = $delivery_id
order by all
