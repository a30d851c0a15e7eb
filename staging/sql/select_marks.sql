-- How far the store has come: deliveries, decisions and withdrawals taken in, windows of a backfill opened, and records let
-- in by them (a window that was put back lets in fewer).
select
    (select count(*) from deliveries) as deliveries,
    (select coalesce(max(opening), 0) from backfill_records) as openings,
    (select count(*) from backfill_records where state <> 'held') as let_in,
    (select count(*) from decisions) + (select count(*) from withdrawals) as settled
