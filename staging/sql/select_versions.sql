-- Every accepted revision of every record, withdrawn ones included, with the delivery that brought it.
select agency, record_id, revision, state, incomplete, delivery_id, row_no
from record_versions
order by agency, record_id, revision
