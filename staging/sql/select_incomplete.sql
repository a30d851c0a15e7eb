-- Records that lost a row, with the delivery that brought them so; withdrawn ones are not told.
select distinct delivery_id, agency, record_id
from record_versions
where incomplete and state <> 'retracted'
order by all
