-- How many tables and views the file has besides the version's, whether it says a version, and whether it has Trama's first table.
select
    count(*) filter (where name <> 'schema_version') as other_count,
    count(*) filter (where name = 'deliveries') > 0 as has_deliveries,
    (
        select count(*) > 0
        from duckdb_columns()
        where table_name = 'schema_version' and column_name = 'version' and database_name = current_database()
    ) as has_version,
    count(*) filter (where name = 'schema_version') > 0 as has_version_table
from (
    select table_name as name from duckdb_tables() where database_name = current_database()
    union all
    select view_name from duckdb_views() where database_name = current_database() and not internal
)
