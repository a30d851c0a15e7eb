-- All rows of a table, in no order.
select * from [[table]]
