-- The delivery of an agency with this content, if it was taken in before. What could not be read has no content to know it
-- by: there the name must be the same too.
select delivery_id, status, path
from deliveries
where
    agency = $agency
    and sha256 = $sha256
    and (status <> 'unreadable' or path = $path)
