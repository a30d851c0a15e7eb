-- A record is withdrawn up to and including a revision; a higher one brings it back.
create table withdrawals (
    agency varchar not null,
    record_id varchar not null,
    up_to_revision bigint not null,
    withdrawn_at timestamptz not null,
    delivery_id varchar,
    reason varchar
);
