-- Keep the case rows of this chunk as received where the same revision is stored, or came before in the delivery.
insert into incoming_raw
select f.row_no, f.raw
from incoming_frame as f
where exists (
        select 1
        from record_versions as v
        where v.agency = f.agency and v.record_id = f.record_id and v.revision = f.revision
    )
    or exists (
        select 1
        from incoming_cases as c
        where c.agency = f.agency and c.record_id = f.record_id and c.revision = f.revision and c.row_no < f.row_no
    )
