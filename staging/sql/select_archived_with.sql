-- Deliveries that a copy may be archived of, and whether the books say that one of the touched records came in it. Those
-- of which they do not may hold it where it was a duplicate there, or where the delivery could not be read, if they come
-- from somebody who delivers for the record's agency.
with named as (
    select distinct v.delivery_id
    from record_versions as v
    semi join touched_records as k on k.agency = v.agency and k.record_id = v.record_id
    union
    select distinct a.delivery_id
    from amendments as a
    semi join touched_records as k on k.agency = a.agency and k.record_id = a.record_id
    union
    select distinct q.delivery_id
    from quarantine as q
    semi join touched_records as k on k.agency = q.agency and k.record_id = q.record_id
),
deliverers as (
    select agency from touched_records
    union
    select d.agency
    from deliveries as d
    join record_versions as v using (delivery_id)
    semi join touched_records as k on k.agency = v.agency
),
doubtful as (
    select delivery_id from ledger where table_name = 'cases' and duplicates > 0
    union
    select delivery_id from deliveries where status <> 'staged' and received_at <= $withdrawn_until::timestamptz
)
select
    d.sha256,
    bool_or(d.delivery_id in (select delivery_id from named)) as is_named,
    bool_or(d.delivery_id in (select delivery_id from doubtful) and d.agency in (select agency from deliverers))
        as is_doubtful
from deliveries as d
where d.received_at >= $received_since::timestamptz
group by d.sha256
having is_named or is_doubtful
order by d.sha256
