-- Highest version of the tables in this store; 0 for a new one.
select coalesce(max(version), 0) as version from schema_version
