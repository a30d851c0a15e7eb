-- What investigators looked at and left open (`unsure`), append-only; nothing is ever computed from it.
create table decision_notes (
    decision_id varchar not null,
    left_keys varchar[] not null,
    right_keys varchar[] not null,
    kind varchar,
    decided_by varchar not null,
    decided_at timestamptz not null,
    reason varchar,
    evidence varchar,
    recorded_at timestamptz not null
);
