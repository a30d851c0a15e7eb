-- The delivery of an agency with this content, if it was taken in before. What could not be read counts under the same name, and
-- under another one of the same form (all after the first dot); but an empty file has no content to be known by, and a table's
-- file goes by its name.
select delivery_id, status, path
from deliveries
where
    agency = $agency
    and sha256 = $sha256
    and (
        status <> 'unreadable'
        or path = $path
        or (
            check_name <> 'empty'
            and not (
                check_name in ('unknown_form', 'missing_table', 'table_twice', 'bad_header')
                and regexp_matches(lower($path), '[.](csv|tsv|txt|parquet)$')
            )
            and regexp_extract(lower(path), '[^/.]*([^/]*)$', 1) = regexp_extract(lower($path), '[^/.]*([^/]*)$', 1)
        )
    )
order by status = 'unreadable', received_at, delivery_id
limit 1
