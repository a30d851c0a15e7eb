-- Names of a table's columns, in their order.
select column_name from duckdb_columns() where table_name = $table order by column_index
