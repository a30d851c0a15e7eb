-- Digests of the delivery's child rows.
create or replace temp table incoming_digests (
    agency varchar,
    record_id varchar,
    revision bigint,
    instance bigint,
    table_name varchar,
    digest varchar
)
