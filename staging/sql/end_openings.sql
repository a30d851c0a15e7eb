-- What is open is in, or held back again.
update backfill_records
set state = $state
where state = 'open'
