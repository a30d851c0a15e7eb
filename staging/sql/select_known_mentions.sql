-- Which of the mentions asked for are person rows of current records.
select f.mention_id
from incoming_frame as f
join persons as p
    on f.mention_id = p.agency || '/' || p.record_id || '#' || p.person_no
join record_versions as v
    on v.agency = p.agency and v.record_id = p.record_id and v.revision = p.revision
where v.state = 'current'
order by all
