-- Vehicles of every stored revision that has not been withdrawn; row_no is the row in its delivery.
create table vehicles (
    agency varchar not null,
    record_id varchar not null,
    revision bigint not null,
    vehicle_no bigint not null,
    plate varchar,
    plate_country varchar,
    vin varchar,
    make varchar,
    model varchar,
    colour varchar,
    year bigint,
    person_no bigint,
    row_no bigint
);
