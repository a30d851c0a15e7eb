-- The largest value of a column; null in an empty table.
select max("[[column]]") as largest from [[table]]
