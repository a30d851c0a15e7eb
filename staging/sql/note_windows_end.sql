-- Every window that is open has come to an end, with the reason if it failed.
update backfill_windows
set state = $state, message = $message, changed_at = $changed_at
where state = 'open'
