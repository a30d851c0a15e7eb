-- Calls of every stored revision that has not been withdrawn; row_no is the row in its delivery.
create table calls (
    agency varchar not null,
    record_id varchar not null,
    revision bigint not null,
    call_no bigint not null,
    caller varchar,
    callee varchar,
    started_at timestamptz,
    duration_s bigint,
    channel varchar,
    row_no bigint
);
