-- Every delivery taken in, whole or not.
select delivery_id, agency, path, sha256, received_at, status, check_name as "check", reason
from deliveries
order by received_at, delivery_id
