-- Records of which a live delivery brings a revision that a backfill holds back.
insert into touched_records (agency, record_id)
select distinct agency, record_id
from incoming_verdicts as v
join backfill_records as b using (agency, record_id, revision)
where v.verdict in ('duplicate', 'completion') and b.state = 'held'
