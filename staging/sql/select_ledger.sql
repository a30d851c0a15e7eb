-- The ledger: what became of every received row, per delivery and table.
select
    l.delivery_id,
    d.path,
    d.sha256,
    l.table_name as "table",
    l.received,
    l.accepted,
    l.quarantined,
    l.duplicates
from ledger as l
join deliveries as d using (delivery_id)
order by l.delivery_id, l.table_name
