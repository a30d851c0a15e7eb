-- The one record that a withdrawal touches.
create or replace temp table touched_records (agency varchar, record_id varchar)
