-- The number of rows of a table.
select count(*) as height from [[table]]
