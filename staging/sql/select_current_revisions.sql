-- The revision that counts of each of the records asked for, as far as a recipient may see them (select_visible has the
-- rule); a null recipient is the holder, who sees all.
select f.record_key, c.revision
from incoming_frame as f
join cases as c on f.record_key = c.agency || '/' || c.record_id
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
order by all
