-- Note that the tables are now of this version.
insert into schema_version values ($version)
