-- Which of the mentions asked for are person rows of current records.
with asked as (
    select
        mention_id,
        regexp_extract(mention_id, '^([^/]*)/(.*)#([0-9]+)$', ['agency', 'record_id', 'person_no']) as part
    from incoming_frame
)
select a.mention_id
from asked as a
join persons as p
    on p.agency = a.part.agency and p.record_id = a.part.record_id
    and p.person_no::varchar = a.part.person_no
join record_versions as v
    on v.agency = p.agency and v.record_id = p.record_id and v.revision = p.revision
where v.state = 'current'
order by all
