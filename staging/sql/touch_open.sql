-- Records of which a revision is open.
insert into touched_records (agency, record_id)
select distinct agency, record_id
from backfill_records
where state = 'open'
