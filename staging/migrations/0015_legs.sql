-- Legs of every stored revision that has not been withdrawn; row_no is the row in its delivery.
create table legs (
    agency varchar not null,
    record_id varchar not null,
    revision bigint not null,
    leg_no bigint not null,
    from_place varchar,
    from_country varchar,
    from_lat double,
    from_lon double,
    to_place varchar,
    to_country varchar,
    to_lat double,
    to_lon double,
    departed_at timestamptz,
    arrived_at timestamptz,
    mode varchar,
    guide_person_no bigint,
    row_no bigint
);
