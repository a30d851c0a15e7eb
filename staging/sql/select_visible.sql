-- Rows of one table of the current records that a recipient may see: its own; CLEAR and GREEN everybody's; AMBER and
-- AMBER+STRICT those released to it; RED nobody else's. A null recipient is the holder, who sees all.
with visible_records as (
    select c.agency, c.record_id, c.revision
    from cases as c
    join record_versions as v using (agency, record_id, revision)
    where v.state = 'current'
        and (
            $recipient::varchar is null
            or c.agency = $recipient::varchar
            or c.handling in ('CLEAR', 'GREEN')
            or (
                c.handling in ('AMBER', 'AMBER+STRICT')
                and list_contains(coalesce(c.releasable_to, []), $recipient::varchar)
            )
        )
)
select t.* exclude (row_no)
from [[table]] as t
semi join visible_records using (agency, record_id, revision)
order by t.agency, t.record_id, t.revision, [[number]]
