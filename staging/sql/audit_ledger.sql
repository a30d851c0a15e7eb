-- Lines of the ledger that do not add up, or whose accepted cases are not the revisions that the delivery brought and
-- those that it withdrew under a number that was taken.
with brought as (
    select delivery_id, count(*) as versions
    from (
        select delivery_id from record_versions
        union all
        select delivery_id from amendments where kind = 'withdrawn'
    )
    group by delivery_id
)
select l.delivery_id || ' ' || l.table_name as place
from ledger as l
left join brought as b using (delivery_id)
where l.received <> l.accepted + l.quarantined + l.duplicates
    or (l.table_name = 'cases' and l.accepted <> coalesce(b.versions, 0))
union all
select delivery_id || ' has no line for ' || versions || ' revisions'
from brought
anti join (select delivery_id from ledger where table_name = 'cases') as l using (delivery_id)
order by place
