-- Records of which a revision is held back in one month.
insert into touched_records (agency, record_id)
select distinct agency, record_id
from backfill_records
where state = 'held' and month = $month
