-- Case rows that are conflicts at first sight, with what is stored under their number and whether either side lost a row. Several
-- records of one number in a delivery are told apart by the row that each lies on, where child rows lie there too.
select
    v.agency,
    v.record_id,
    v.revision,
    v.row_no,
    v.retracted,
    v.digest,
    v.owns_children,
    s.incomplete as was_incomplete,
    s.state = 'retracted' or coalesce(c.retracted, false) as was_retracted,
    s.state = 'retracted' as is_gone,
    exists (
        select 1
        from incoming_incomplete as i
        where (i.agency = v.agency and i.record_id = v.record_id and i.revision = v.revision) or i.row_no = v.row_no
    )
    and (
        not $nested
        or exists (
            select 1
            from quarantine as q
            where q.delivery_id = $delivery_id
                and q.row_no = v.row_no
                and q.table_name <> 'cases'
                and q.check_name <> 'revision_conflict'
        )
    ) as is_incomplete
from incoming_verdicts as v
join record_versions as s using (agency, record_id, revision)
left join cases as c using (agency, record_id, revision)
where v.verdict = 'conflict'
order by v.row_no
