-- The delivery's accepted rows of one table, before revisions are looked at.
create or replace temp table incoming_[[table]] as select * from [[table]] limit 0
