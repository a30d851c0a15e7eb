-- Note the new revisions; their state is settled in the next step.
insert into record_versions by name
select
    v.agency,
    v.record_id,
    v.revision,
    v.digest,
    $delivery_id as delivery_id,
    v.row_no,
    'current' as state,
    exists (
        select 1
        from incoming_incomplete as i
        where (i.agency = v.agency and i.record_id = v.record_id and i.revision = v.revision) or i.row_no = v.row_no
    ) as incomplete
from incoming_verdicts as v
where v.verdict = 'new'
