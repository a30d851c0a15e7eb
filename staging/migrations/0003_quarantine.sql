-- Every failing check of every quarantined row, with the row as received.
create table quarantine (
    delivery_id varchar not null,
    table_name varchar not null,
    row_no bigint,
    agency varchar,
    record_id varchar,
    column_name varchar,
    check_name varchar not null,
    found varchar,
    message varchar not null,
    raw varchar,
    source varchar
);
