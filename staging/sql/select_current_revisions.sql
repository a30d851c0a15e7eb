-- The revision that counts of each of the records asked for, as far as a recipient may see them (`may_see` has the rule); a
-- null recipient is the holder, who sees all.
select f.record_key, c.revision
from incoming_frame as f
join cases as c on f.record_key = c.agency || '/' || c.record_id
join record_versions as v using (agency, record_id, revision)
where v.state = 'current' and may_see($recipient::varchar, c.agency, c.handling, c.releasable_to)
order by all
