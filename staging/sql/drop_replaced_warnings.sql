-- Warnings on a record that was completed were noted anew with the delivery that completed it. Those of the delivery that
-- brought it stay where that one brought another revision of it as well.
delete from row_warnings as w
using incoming_verdicts as v, record_versions as s
where v.verdict = 'completion'
    and s.agency = v.agency
    and s.record_id = v.record_id
    and s.revision = v.revision
    and w.delivery_id = s.delivery_id
    and w.delivery_id <> $delivery_id
    and w.agency = v.agency
    and w.record_id = v.record_id
    and not exists (
        select 1
        from record_versions as o
        where o.delivery_id = s.delivery_id
            and o.agency = s.agency
            and o.record_id = s.record_id
            and o.revision <> s.revision
    )
