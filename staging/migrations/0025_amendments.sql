-- What a delivery did to a revision whose number was taken: completed it with rows that had been quarantined, or withdrew it;
-- and what the saved network rested on at that moment, for it to learn of rows that came under a number it knows.
create table amendments (
    delivery_id varchar not null,
    agency varchar not null,
    record_id varchar not null,
    revision bigint not null,
    row_no bigint,
    kind varchar not null check (kind in ('completed', 'withdrawn')),
    network_basis varchar
);
