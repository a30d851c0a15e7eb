-- Whether the store has a record of this agency, withdrawn ones included.
select count(*) > 0 as is_known from record_versions where agency = $agency
