-- What investigators decided, append-only; keys are those of mentions and occurrences, which outlive every rebuild.
create table decisions (
    decision_id varchar not null,
    judgement varchar not null check (
        judgement in ('same', 'not_same', 'link_confirmed', 'link_rejected', 'settled', 'revoked')
    ),
    left_keys varchar[] not null,
    right_keys varchar[] not null,
    kind varchar,
    status varchar,
    revokes varchar,
    decided_by varchar not null,
    decided_at timestamptz not null,
    reason varchar,
    evidence varchar,
    recorded_at timestamptz not null
);
