-- Case rows whose number is taken by other content.
insert into quarantine by name
select
    $delivery_id as delivery_id,
    'cases' as table_name,
    c.row_no,
    c.agency,
    c.record_id,
    'revision' as column_name,
    'revision_conflict' as check_name,
    c.revision::varchar as found,
    $source || ', row ' || c.row_no || ': revision ' || c.revision || ' of ' || c.agency || '/' || c.record_id
        || ' was received before with other content; send the change with a higher revision' as message,
    coalesce(r.raw, to_json(c)::varchar) as raw,
    $source as source
from incoming_cases as c
join incoming_verdicts as v
    on v.verdict = 'conflict' and c.row_no = v.row_no and c.agency = v.agency and c.record_id = v.record_id
    and c.revision = v.revision
left join incoming_raw as r on r.row_no = c.row_no
