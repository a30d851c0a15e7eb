-- Names of the tables that are kept beside the network to take it up again.
select table_name
from duckdb_tables()
where table_name like 'kept\_%' escape '\' and not temporary
order by table_name
