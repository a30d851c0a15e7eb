-- Remove the rows of a table that agree with a row of the registered frame in all of its columns.
delete from [[table]]
where rowid in (select t.rowid from [[table]] as t natural join incoming_frame as f)
