-- When it was last made sure that nothing of withdrawn records is left outside the case tables.
create table sweeps (
    swept_at timestamptz not null
);
