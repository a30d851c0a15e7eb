-- Withdraw a record up to a revision.
insert into withdrawals values ($agency, $record_id, $up_to_revision, $withdrawn_at, null, $reason)
