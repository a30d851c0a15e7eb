-- What became of every received row: received = accepted + quarantined + duplicates.
create table ledger (
    delivery_id varchar not null,
    table_name varchar not null,
    received bigint not null,
    accepted bigint not null,
    quarantined bigint not null,
    duplicates bigint not null,
    check (received = accepted + quarantined + duplicates)
);
