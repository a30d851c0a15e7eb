-- What was withdrawn waits for no window and came in none.
delete from backfill_records as b
using record_versions as v, touched_records as k
where v.state = 'retracted'
    and k.agency = v.agency
    and k.record_id = v.record_id
    and b.agency = v.agency
    and b.record_id = v.record_id
    and b.revision = v.revision
