-- Rows of a table by their places from a first one on: those whose bit is set. DuckDB reads the other columns of them alone.
-- No bit beyond the last is asked for, in whatever order the conditions are looked at.
select t.*
from [[table]] as t
where t.rowid between $first and $last
    and get_bit($bits::blob::bit, (greatest(least(t.rowid, $last), $first) - $first)::integer) = 1
