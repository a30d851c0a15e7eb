-- Key, handling code and time of report of every current record.
select c.agency, c.record_id, c.handling, c.reported_at
from cases as c
join record_versions as v using (agency, record_id, revision)
where v.state = 'current'
order by c.agency, c.record_id
