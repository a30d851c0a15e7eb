-- The windows of backfills by incident month: records that wait, that are open and that are in, and how it last went.
with counted as (
    select
        month,
        count(*) filter (where state = 'held') as held_count,
        count(*) filter (where state = 'open') as open_count,
        count(*) filter (where state = 'done') as done_count
    from backfill_records
    group by month
)
select
    coalesce(c.month, w.month) as month,
    coalesce(c.held_count, 0) as held_count,
    coalesce(c.open_count, 0) as open_count,
    coalesce(c.done_count, 0) as done_count,
    coalesce(w.attempts, 0) as attempts,
    case when w.state = 'failed' then w.message end as message
from counted as c
full join backfill_windows as w using (month)
order by 1
