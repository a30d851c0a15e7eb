-- Revisions that a backfill holds back although they count, that lie open without a window, or that are not there at all.
select b.agency || '/' || b.record_id || ' revision ' || b.revision || ' in ' || b.month as place
from backfill_records as b
left join record_versions as v using (agency, record_id, revision)
left join backfill_windows as w using (month)
where v.state is null
    or v.state = 'retracted'
    or (b.state = 'held' and v.state = 'current')
    or (b.state = 'open' and w.state is distinct from 'open')
order by place
