-- Digest of one child table's rows per record instance, in the order of their numbers. Nested rows belong to the case on
-- the same source row; flat rows belong to every case row of the same key. The row number is no content.
insert into incoming_digests
with rows_as_text as (
    select
        agency,
        record_id,
        revision,
        case when $nested then row_no else 0 end as instance,
        [[number]] as number,
        regexp_replace(to_json(t)::varchar, ',"row_no":[0-9]+\}$', '') as row_text
    from incoming_[[table]] as t
)
select
    agency,
    record_id,
    revision,
    instance,
    '[[table]]' as table_name,
    sha256(string_agg(row_text, chr(10) order by number, row_text)) as digest
from rows_as_text
group by all
