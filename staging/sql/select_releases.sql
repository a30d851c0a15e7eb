-- The log of releases, oldest first, in the order of writing.
select * from releases order by happened_at, rowid
