-- No row of a table, with its columns.
select * from [[table]] limit 0
