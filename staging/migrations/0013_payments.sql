-- Payments of every stored revision that has not been withdrawn; row_no is the row in its delivery.
create table payments (
    agency varchar not null,
    record_id varchar not null,
    revision bigint not null,
    payment_no bigint not null,
    method varchar,
    reference varchar,
    payer_account varchar,
    payee_account varchar,
    payer_person_no bigint,
    payee_person_no bigint,
    amount double,
    currency varchar,
    paid_at timestamptz,
    row_no bigint
);
