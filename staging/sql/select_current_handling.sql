-- Key and handling code of every current record.
select c.agency, c.record_id, c.handling
from cases as c
join record_versions as v using (agency, record_id, revision)
where v.state = 'current'
order by c.agency, c.record_id
