-- Digests and counts of the delivery's child rows.
create or replace temp table incoming_digests (
    agency varchar,
    record_id varchar,
    revision bigint,
    instance bigint,
    table_name varchar,
    row_count bigint,
    digest varchar
)
