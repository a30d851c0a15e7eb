-- Places of the rows of a table whose column holds one of the keys of the registered frame, in no order.
select t.rowid as place
from [[table]] as t
semi join incoming_frame as f on t."[[column]]" = f.key
