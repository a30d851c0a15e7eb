-- Deliveries whose content was taken in before, under whatever name. What could not be read has no content to be known by.
select distinct agency, sha256
from deliveries
where status <> 'unreadable'
order by all
