-- Every decision ever stored, and whether it still holds: neither revoked nor itself a revocation.
select
    d.*,
    d.judgement <> 'revoked'
    and not exists (select 1 from decisions as r where r.revokes = d.decision_id) as is_active
from decisions as d
order by decided_at, decision_id
