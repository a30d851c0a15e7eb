-- How many rows of one child table the contested records lost to quarantine, by the number that each gave itself (null where
-- it gave none, or no good one): when they were stored, and as they came now. A row has a line for every check that it fails,
-- and rows of equal words fail the same ones.
with sides as (
    select
        v.row_no as case_row,
        v.agency,
        v.record_id,
        s.delivery_id,
        'stored' as side,
        case when $nested and s.delivery_id = $delivery_id then s.row_no end as only_row
    from incoming_verdicts as v
    join record_versions as s using (agency, record_id, revision)
    where v.verdict = 'conflict'
    union all
    select
        row_no as case_row,
        agency,
        record_id,
        $delivery_id as delivery_id,
        'given' as side,
        case when $nested then row_no end as only_row
    from incoming_verdicts
    where verdict = 'conflict'
),
lines as (
    select
        x.side,
        x.case_row,
        q.row_no,
        q.raw,
        q.column_name,
        q.check_name,
        count(*) as row_count
    from sides as x
    join quarantine as q
        on q.delivery_id = x.delivery_id and q.agency = x.agency and q.record_id = x.record_id
        and q.row_no = coalesce(x.only_row, q.row_no)
    where q.table_name = '[[table]]' and q.check_name <> 'revision_conflict'
    group by all
),
lost as (
    select
        side,
        case_row,
        case
            when json_valid(raw) and not bool_or(column_name is not distinct from '[[number]]')
                then try_cast(json_extract_string(raw, '$.[[number]]') as bigint)
        end as number,
        max(row_count) as row_count
    from lines
    group by side, case_row, row_no, raw
)
select side, case_row, number, sum(row_count)::bigint as row_count
from lost
group by all
order by all
