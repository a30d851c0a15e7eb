-- Hold back the delivery's new revisions until the window of their incident month is opened. A withdrawal is not held back.
insert into backfill_records by name
select
    v.agency,
    v.record_id,
    v.revision,
    strftime(c.incident_start_date, '%Y-%m') as month,
    'held' as state
from incoming_verdicts as v
join incoming_cases as c
    on c.row_no = v.row_no and c.agency = v.agency and c.record_id = v.record_id and c.revision = v.revision
where v.verdict = 'new' and not v.retracted
