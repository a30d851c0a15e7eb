-- Compare each accepted case row, with all its child rows, to the stored revision of the same number, or else to the first
-- of that number in this delivery: other content under the same number is a conflict, equal content a duplicate.
insert into incoming_verdicts
with case_rows as (
    select
        agency,
        record_id,
        revision,
        row_no,
        coalesce(retracted, false) as retracted,
        case when $nested then row_no else 0 end as instance,
        left(to_json(c)::varchar, -length(',"row_no":}' || row_no)) as row_text
    from incoming_cases as c
),
child_digests as (
    select
        agency,
        record_id,
        revision,
        instance,
        string_agg(table_name || ':' || digest, ' ' order by table_name) as digests
    from incoming_digests
    group by all
),
digested as (
    select
        c.* exclude (row_text),
        sha256(c.row_text || chr(10) || coalesce(d.digests, '')) as digest
    from case_rows as c
    left join child_digests as d using (agency, record_id, revision, instance)
),
in_turn as (
    select
        *,
        row_number() over same_number as turn,
        first_value(digest) over same_number as first_digest
    from digested
    window same_number as (partition by agency, record_id, revision order by row_no)
)
select
    t.agency,
    t.record_id,
    t.revision,
    t.row_no,
    t.instance,
    t.retracted,
    t.digest,
    $nested or t.turn = 1 as owns_children,
    case
        when stored.digest is null and t.turn = 1 then 'new'
        when t.digest = coalesce(stored.digest, t.first_digest) then 'duplicate'
        else 'conflict'
    end as verdict
from in_turn as t
left join record_versions as stored using (agency, record_id, revision)
