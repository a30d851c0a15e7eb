-- Every failing check of every quarantined row.
select
    delivery_id,
    table_name as "table",
    row_no as "row",
    agency,
    record_id,
    column_name as "column",
    check_name as "check",
    message,
    found,
    raw,
    source
from quarantine
order by all
