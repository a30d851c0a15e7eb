-- Current records with what a retention policy asks of them: whose, how they may be handled, when the incident ended.
select
    c.agency,
    c.record_id,
    c.handling,
    coalesce(c.incident_end_date, c.incident_start_date) as incident_date
from cases as c
semi join record_versions as v
    on v.agency = c.agency and v.record_id = c.record_id and v.revision = c.revision and v.state = 'current'
order by c.agency, c.record_id
