-- Fingerprint of the current records: which revisions count, and their content; in whatever order they lie.
with current_records as (
    select md5_number(agency || '/' || record_id || '/' || revision || '/' || digest) as line
    from record_versions
    where state = 'current'
)
select sha256(count(*) || ' ' || coalesce(bit_xor(line), 0)) as basis
from current_records
