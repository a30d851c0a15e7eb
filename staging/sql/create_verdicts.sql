-- What becomes of each accepted case row of the delivery: new, duplicate or conflict.
create or replace temp table incoming_verdicts (
    agency varchar,
    record_id varchar,
    revision bigint,
    row_no bigint,
    instance bigint,
    retracted boolean,
    digest varchar,
    owns_children boolean,
    verdict varchar
)
