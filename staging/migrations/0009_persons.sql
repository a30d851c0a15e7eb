-- Persons of every stored revision that has not been withdrawn; row_no is the row in its delivery.
create table persons (
    agency varchar not null,
    record_id varchar not null,
    revision bigint not null,
    person_no bigint not null,
    status varchar,
    role varchar,
    role_raw varchar,
    given_names varchar,
    surname_1 varchar,
    surname_2 varchar,
    full_name varchar,
    aliases varchar[],
    sex varchar,
    birth_date date,
    birth_year bigint,
    nationality varchar,
    row_no bigint
);
