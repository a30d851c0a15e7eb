-- Rows of one table that belong to no revision, or to one that was withdrawn.
select distinct t.agency || '/' || t.record_id || ' in [[table]]' as place
from [[table]] as t
anti join (select * from record_versions where state <> 'retracted') as v using (agency, record_id, revision)
order by place
