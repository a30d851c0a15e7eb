-- Of every current record that was taken from another: which one it names.
select c.agency || '/' || c.record_id as record_key, c.origin_ref
from cases as c
semi join (from record_versions where state = 'current') as v using (agency, record_id, revision)
where c.origin_ref is not null
order by record_key
