-- Remove the rows of a table whose column holds one of the keys of the registered frame.
delete from [[table]] where "[[column]]" in (select key from incoming_frame)
