-- Highest stored revision of a record; null when the record is unknown.
select max(revision) as revision from record_versions where agency = $agency and record_id = $record_id
