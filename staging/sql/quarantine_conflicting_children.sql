-- Rows of one child table whose record conflicts with a stored revision; they go where their record goes.
insert into quarantine by name
select
    $delivery_id as delivery_id,
    '[[table]]' as table_name,
    c.row_no,
    c.agency,
    c.record_id,
    'revision' as column_name,
    'revision_conflict' as check_name,
    c.revision::varchar as found,
    $source || ', row ' || c.row_no || ' ([[table]] ' || c.[[number]] || '): its record '
        || c.agency || '/' || c.record_id || ', revision ' || c.revision
        || ', was received before with other content; send the change with a higher revision' as message,
    to_json(c)::varchar as raw,
    $source as source
from incoming_[[table]] as c
join incoming_verdicts as v
    on v.owns_children
    and v.verdict = 'conflict'
    and c.agency = v.agency
    and c.record_id = v.record_id
    and c.revision = v.revision
    and case when $nested then c.row_no else 0 end = v.instance
