-- Rows of a table by their places from a first one on: those whose bit is set. DuckDB looks at the other columns of them alone.
select t.*
from [[table]] as t
where t.rowid between $first and $last and get_bit($bits::blob::bit, (t.rowid - $first)::integer) = 1
