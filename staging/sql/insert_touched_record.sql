-- Name the record that a withdrawal touches.
insert into touched_records (agency, record_id) values ($agency, $record_id)
