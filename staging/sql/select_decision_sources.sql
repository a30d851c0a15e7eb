-- Which agency's delivery brought which decision.
select decision_id, agency, delivery_id
from decision_sources
order by all
