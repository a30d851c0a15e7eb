-- A window is opened, once more if it was before.
insert into backfill_windows
values ($month, 'open', 1, null, $changed_at)
on conflict (month) do update
set state = 'open', attempts = backfill_windows.attempts + 1, message = null, changed_at = excluded.changed_at
