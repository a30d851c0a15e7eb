-- Whether any revision of the touched records is withdrawn.
select count(*) > 0 as any_withdrawn
from record_versions
semi join touched_records using (agency, record_id)
where state = 'retracted'
