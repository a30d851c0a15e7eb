-- The delivery of an agency with this content, if it was taken in before. Empty files have no content to be known by: there
-- the name must be the same too.
select delivery_id, status, path
from deliveries
where
    agency = $agency
    and sha256 = $sha256
    and (check_name is distinct from 'empty' or path = $path)
