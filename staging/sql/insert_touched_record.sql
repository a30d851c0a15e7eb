-- Name the record that a withdrawal touches.
insert into touched_records values ($agency, $record_id)
