-- Deliveries whose ledger and quarantine disagree on whether anything was put aside.
select coalesce(l.delivery_id, q.delivery_id) as place
from (select delivery_id, sum(quarantined) as put_aside from ledger group by delivery_id) as l
full join (select delivery_id, count(*) as row_count from quarantine group by delivery_id) as q using (delivery_id)
where (coalesce(l.put_aside, 0) > 0) <> (coalesce(q.row_count, 0) > 0)
    and coalesce(l.delivery_id, q.delivery_id) not in (select delivery_id from deliveries where status <> 'staged')
order by place
