-- The store in one row.
select
    (select count(*) from deliveries) as delivery_count,
    (select count(*) from deliveries where status = 'unreadable') as unreadable_count,
    (select count(*) from record_versions where state = 'current') as current_count,
    (select count(*) from record_versions as v anti join (from backfill_records where state = 'held') as h
        using (agency, record_id, revision) where v.state = 'history') as history_count,
    (select count(*) from backfill_records where state = 'held') as held_count,
    (select count(*) from record_versions where state = 'retracted') as retracted_count,
    (select count(*) from persons semi join record_versions as v
        on v.state = 'current' and persons.agency = v.agency and persons.record_id = v.record_id
        and persons.revision = v.revision) as person_row_count,
    (select coalesce(sum(quarantined), 0)::bigint from ledger) as quarantined_count,
    (select max(received_at) from deliveries) as last_received_at
