-- Forget the delivery's rows of one table.
drop table if exists incoming_[[table]]
