-- Every withdrawal of a record, without its content.
select agency, record_id, up_to_revision, withdrawn_at, delivery_id, reason
from withdrawals
order by all
