-- How many records count now.
select count(*) as current_count from record_versions where state = 'current'
