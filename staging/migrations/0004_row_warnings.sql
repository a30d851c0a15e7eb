-- What is odd but possible about accepted rows, and remarks on files (row 0).
create table row_warnings (
    delivery_id varchar not null,
    table_name varchar not null,
    row_no bigint,
    agency varchar,
    record_id varchar,
    column_name varchar,
    check_name varchar not null,
    message varchar not null
);
