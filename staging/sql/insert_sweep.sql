-- Note a sweep.
insert into sweeps values ($swept_at)
