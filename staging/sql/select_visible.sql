-- Rows of one table of the current records that a recipient may see (`may_see` has the rule); a null recipient is the holder,
-- who sees all.
with visible_records as (
    select c.agency, c.record_id, c.revision
    from cases as c
    join record_versions as v using (agency, record_id, revision)
    where v.state = 'current' and may_see($recipient::varchar, c.agency, c.handling, c.releasable_to)
)
select t.* exclude (row_no)
from [[table]] as t
semi join visible_records using (agency, record_id, revision)
order by t.agency, t.record_id, t.revision, [[number]]
