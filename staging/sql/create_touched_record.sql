-- The records that a withdrawal touches, and when each was withdrawn where that matters.
create or replace temp table touched_records (agency varchar, record_id varchar, withdrawn_at timestamptz)
