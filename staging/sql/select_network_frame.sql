-- A saved frame of the network, in the order it was saved in.
select * from [[table]] order by rowid
