-- How many tables and views the file has besides the version's, and whether it has that one and Trama's first.
select
    count(*) filter (where name <> 'schema_version') as other_count,
    count(*) filter (where name = 'deliveries') > 0 as has_deliveries,
    count(*) filter (where name = 'schema_version') > 0 as has_version_table
from (
    select table_name as name from duckdb_tables() where database_name = current_database()
    union all
    select view_name from duckdb_views() where database_name = current_database() and not internal
)
