-- Revisions that a backfill brought, and whether they count: held back until the window of their incident month is opened,
-- open until the network was updated with them, done. A number says in which opening, for those who tell old from new.
create table backfill_records (
    agency varchar not null,
    record_id varchar not null,
    revision bigint not null,
    month varchar not null,
    state varchar not null check (state in ('held', 'open', 'done')),
    opening bigint
);
