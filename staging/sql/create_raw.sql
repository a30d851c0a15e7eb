-- Case rows as received whose revision number is not new, in case they turn out to be conflicts.
create or replace temp table incoming_raw (row_no bigint, raw varchar)
