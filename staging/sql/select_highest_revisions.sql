-- Highest stored revision of each of the records asked for, and whether it is withdrawn already.
select
    f.agency,
    f.record_id,
    max(v.revision) as up_to_revision,
    bool_and(v.state = 'retracted') as is_withdrawn
from incoming_frame as f
join record_versions as v on v.agency = f.agency and v.record_id = f.record_id
group by f.agency, f.record_id
order by all
