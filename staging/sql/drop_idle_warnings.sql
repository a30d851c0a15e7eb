-- Warnings on rows that changed nothing (duplicates, conflicts) are not kept.
delete from row_warnings
where delivery_id = $delivery_id
    and exists (
        select 1
        from incoming_verdicts as v
        where v.agency = row_warnings.agency
            and v.record_id = row_warnings.record_id
            and (not $nested or v.row_no = row_warnings.row_no)
    )
    and not exists (
        select 1
        from incoming_verdicts as v
        where v.verdict in ('new', 'completion')
            and v.agency = row_warnings.agency
            and v.record_id = row_warnings.record_id
            and (not $nested or v.row_no = row_warnings.row_no)
    )
