-- What was looked at and left open, oldest first.
select *
from decision_notes
order by decided_at, decision_id
