-- What was written for partners, and on whose word: append-only, one row an event of a release.
create table if not exists releases (
    release_id varchar not null,
    event varchar not null check (
        event in ('asked', 'approved', 'rejected', 'superseded', 'expired', 'written', 'unapproved')
    ),
    recipient varchar not null,
    happened_at timestamptz not null,
    snapshot varchar not null,
    handling varchar not null,
    content_sha256 varchar,
    decided_by varchar,
    reason varchar
);
