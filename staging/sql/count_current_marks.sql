-- By handling code: how many records are current, and when the newest of them was reported.
select c.handling, count(*) as record_count, max(c.reported_at) as reported_at
from cases as c
join record_versions as v using (agency, record_id, revision)
where v.state = 'current'
group by c.handling
order by c.handling
