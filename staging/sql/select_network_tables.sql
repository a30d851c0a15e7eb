-- Names of the saved frames of the network.
select table_name
from duckdb_tables()
where table_name like 'net\_%' escape '\' and not temporary
order by table_name
