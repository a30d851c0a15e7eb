-- Fingerprint of the current records: which revisions count, and their content.
select
    sha256(
        coalesce(
            string_agg(
                agency || '/' || record_id || '/' || revision || '/' || digest,
                chr(10)
                order by agency, record_id, revision
            ),
            ''
        )
    ) as basis
from record_versions
where state = 'current'
