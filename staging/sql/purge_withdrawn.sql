-- Remove the content of withdrawn revisions from one table.
delete from [[table]] as t
using record_versions as v, touched_records as k
where v.state = 'retracted'
    and k.agency = v.agency
    and k.record_id = v.record_id
    and t.agency = v.agency
    and t.record_id = v.record_id
    and t.revision = v.revision
