-- Identifiers of every stored revision that has not been withdrawn; row_no is the row in its delivery.
create table identifiers (
    agency varchar not null,
    record_id varchar not null,
    revision bigint not null,
    identifier_no bigint not null,
    person_no bigint,
    kind varchar,
    value varchar,
    country varchar,
    platform varchar,
    row_no bigint
);
