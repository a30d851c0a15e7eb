-- Who may see a record: its own agency; CLEAR and GREEN everybody; AMBER and AMBER+STRICT whom it was released to; RED nobody
-- else. A null recipient is the holder, who sees all.
create or replace macro may_see(recipient, agency, handling, releasable_to) as (
    recipient is null
    or agency = recipient
    or handling in ('CLEAR', 'GREEN')
    or (handling in ('AMBER', 'AMBER+STRICT') and list_contains(coalesce(releasable_to, []), recipient))
);
