-- How far the store has come: deliveries taken in, and openings of windows of a backfill.
select
    (select count(*) from deliveries) as deliveries,
    (select coalesce(max(opening), 0) from backfill_records) as openings
