-- When the incident of every current record began.
select c.agency || '/' || c.record_id as record_key, c.incident_start_date
from cases as c
join record_versions as v using (agency, record_id, revision)
where v.state = 'current'
order by record_key
