-- Every delivery ever taken in, whole or not; path is relative to the landing folder.
create table deliveries (
    delivery_id varchar not null,
    agency varchar not null,
    path varchar not null,
    sha256 varchar not null,
    received_at timestamptz not null,
    status varchar not null,
    check_name varchar,
    reason varchar
);
