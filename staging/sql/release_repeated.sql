-- What a live delivery brings counts at once, whether or not a backfill brought it first and holds it back.
delete from backfill_records as b
using incoming_verdicts as v
where v.verdict in ('duplicate', 'completion')
    and b.state = 'held'
    and b.agency = v.agency
    and b.record_id = v.record_id
    and b.revision = v.revision
