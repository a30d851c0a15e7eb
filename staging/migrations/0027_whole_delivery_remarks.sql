-- Remarks on a delivery as a whole (a file beside its tables that was not read) likewise.
update row_warnings set table_name = 'delivery' where table_name = ''
