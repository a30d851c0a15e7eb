-- The held revisions of one month are open from now on.
update backfill_records
set state = 'open', opening = (select coalesce(max(opening), 0) + 1 from backfill_records)
where month = $month and state = 'held'
