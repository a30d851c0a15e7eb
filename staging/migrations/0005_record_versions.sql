-- Every accepted revision of every record; a withdrawn one keeps its line here and nothing else.
create table record_versions (
    agency varchar not null,
    record_id varchar not null,
    revision bigint not null,
    digest varchar not null,
    delivery_id varchar not null,
    row_no bigint,
    state varchar not null check (state in ('current', 'history', 'retracted')),
    incomplete boolean not null
);
