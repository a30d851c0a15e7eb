-- The doubtful pairs with an end among the mentions of the registered frame.
select p.*
from [[table]] as p
where p.judgement = 'review'
    and (p.left_id in (select key from incoming_frame) or p.right_id in (select key from incoming_frame))
