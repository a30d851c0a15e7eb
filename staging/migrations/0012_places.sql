-- Places of every stored revision that has not been withdrawn; row_no is the row in its delivery.
create table places (
    agency varchar not null,
    record_id varchar not null,
    revision bigint not null,
    place_no bigint not null,
    kind varchar,
    name varchar,
    address varchar,
    municipality varchar,
    admin1 varchar,
    country varchar,
    lat double,
    lon double,
    person_no bigint,
    row_no bigint
);
