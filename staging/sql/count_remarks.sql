-- Of the deliveries in the registered frame: warnings on rows and the records that have them, remarks on files, and records that
-- lost a row.
with warned as (
    from row_warnings semi join incoming_frame using (delivery_id)
)
select
    (select count(*) from warned where record_id is not null) as warnings,
    (select count(*) from (select distinct agency, record_id from warned where record_id is not null)) as warned_records,
    (select count(*) from warned where record_id is null) as file_remarks,
    (
        select count(*)
        from (
            select distinct agency, record_id
            from record_versions
            semi join incoming_frame using (delivery_id)
            where incomplete and state <> 'retracted'
        )
    ) as incomplete_records
