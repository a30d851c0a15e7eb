-- Note what the delivery did to revisions that were there.
insert into amendments by name
select
    $delivery_id as delivery_id,
    agency,
    record_id,
    revision,
    row_no,
    case verdict when 'completion' then 'completed' else 'withdrawn' end as kind,
    (select any_value(basis) from network_state) as network_basis
from incoming_verdicts
where verdict in ('completion', 'withdrawal')
