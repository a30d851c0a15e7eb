-- Record numbers of the touched records.
select distinct record_id from touched_records order by record_id
