-- Records without exactly one case row for every revision that is not withdrawn, or with more than one that counts.
select v.agency || '/' || v.record_id || ' revision ' || v.revision as place
from record_versions as v
left join cases as c using (agency, record_id, revision)
group by v.agency, v.record_id, v.revision, v.state
having count(c.agency) <> case when v.state = 'retracted' then 0 else 1 end
union all
select agency || '/' || record_id || ' has ' || count(*) || ' revisions that count'
from record_versions
where state = 'current'
group by agency, record_id
having count(*) > 1
order by place
