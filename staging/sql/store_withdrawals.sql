-- Records that the delivery withdraws, up to the revision that says so.
insert into withdrawals by name
select
    agency,
    record_id,
    revision as up_to_revision,
    $received_at::timestamptz as withdrawn_at,
    $delivery_id as delivery_id,
    'retracted by its agency' as reason
from incoming_verdicts
where verdict in ('new', 'withdrawal') and retracted
