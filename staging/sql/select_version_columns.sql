-- The columns of the table that says a version.
select name from pragma_table_info('schema_version')
