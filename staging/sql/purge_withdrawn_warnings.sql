-- Remove remarks on rows of the touched records: their words quote what was written.
delete from row_warnings as w
using touched_records as k
where w.agency = k.agency and w.record_id = k.record_id
