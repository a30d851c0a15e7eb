-- What became of each window of incident months when it was last opened; what waits in it is in backfill_records.
create table backfill_windows (
    month varchar primary key,
    state varchar not null check (state in ('open', 'done', 'failed')),
    attempts bigint not null,
    message varchar,
    changed_at timestamptz not null
);
