-- The version of the tables; one line per upgrade.
create table if not exists schema_version (version bigint not null)
