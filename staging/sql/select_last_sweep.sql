-- The last sweep; long ago when there was none.
select coalesce(max(swept_at), '1970-01-01T00:00:00Z'::timestamptz) as swept_at from sweeps
