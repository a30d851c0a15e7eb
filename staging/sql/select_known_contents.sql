-- Deliveries whose content was taken in before. Empty files have no content to be known by.
select distinct agency, sha256
from deliveries
where check_name is distinct from 'empty'
order by all
