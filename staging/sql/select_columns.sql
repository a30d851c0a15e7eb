-- Names of the columns of all tables, in their order: DuckDB lists them all to tell those of one.
select table_name, column_name from duckdb_columns() order by table_name, column_index
