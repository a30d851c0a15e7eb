-- Digest of each child table's rows per record instance, whatever order they came in: every row holds its own number.
-- Nested rows belong to the case on the same source row; flat rows belong to every case row of the same key. The row
-- number in the source, last in each row's text, is no content.
insert into incoming_digests
with child_rows as (
    select agency, record_id, revision, row_no, 'persons' as table_name, to_json(t)::varchar as row_json from incoming_persons as t
    union all
    select agency, record_id, revision, row_no, 'identifiers' as table_name, to_json(t)::varchar as row_json from incoming_identifiers as t
    union all
    select agency, record_id, revision, row_no, 'vehicles' as table_name, to_json(t)::varchar as row_json from incoming_vehicles as t
    union all
    select agency, record_id, revision, row_no, 'places' as table_name, to_json(t)::varchar as row_json from incoming_places as t
    union all
    select agency, record_id, revision, row_no, 'payments' as table_name, to_json(t)::varchar as row_json from incoming_payments as t
    union all
    select agency, record_id, revision, row_no, 'calls' as table_name, to_json(t)::varchar as row_json from incoming_calls as t
    union all
    select agency, record_id, revision, row_no, 'legs' as table_name, to_json(t)::varchar as row_json from incoming_legs as t
),
row_texts as (
    select
        agency,
        record_id,
        revision,
        case when $nested then row_no else 0 end as instance,
        table_name,
        left(row_json, -length(',"row_no":}' || row_no)) as row_text
    from child_rows
)
select
    agency,
    record_id,
    revision,
    instance,
    table_name,
    count(*) as row_count,
    sha256(array_to_string(list_sort(list(row_text)), chr(10))) as digest
from row_texts
group by all
