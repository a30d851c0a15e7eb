-- Records whose revisions the delivery changes.
create or replace temp table touched_records as
select distinct agency, record_id
from incoming_verdicts
where verdict in ('new', 'completion', 'withdrawal')
