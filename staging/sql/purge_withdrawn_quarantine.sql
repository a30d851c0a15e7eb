-- Take the content out of quarantined rows of the touched records; that a row failed which check stays, so that the
-- ledger adds up. A row whose agency or number could not be read goes by its text. A later row of a record that is to
-- come back keeps its content, unless it says anew what was withdrawn.
update quarantine as q
set raw = null, found = null, message = 'the record was withdrawn'
from touched_records as k, deliveries as d
where d.delivery_id = q.delivery_id
    and (
        (q.agency = k.agency and q.record_id = k.record_id)
        or ((q.agency is null or q.record_id is null) and contains(coalesce(q.raw, ''), k.record_id))
    )
    and (d.received_at <= k.withdrawn_at or q.check_name = 'revision_conflict')
    and (q.raw is not null or q.found is not null)
