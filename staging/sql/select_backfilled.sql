-- Revisions that a backfill brought: which of them count, and in which opening they came.
select agency || '/' || record_id as record_key, revision, month, state, opening
from backfill_records
order by record_key, revision
