-- Archived copies of deliveries that were removed because a record in them was withdrawn.
create table dropped_copies (
    sha256 varchar not null,
    dropped_at timestamptz not null
);
