-- Records of the delivery that lost a row: by key, or by source row where the lost row has no key.
create or replace temp table incoming_incomplete (
    agency varchar,
    record_id varchar,
    revision bigint,
    row_no bigint
)
