-- Take the words out of decisions about the touched records; what was decided by whom and when stays.
update decisions as d
set reason = null
from touched_records as k
where d.reason is not null
    and list_bool_or(
        list_transform(
            list_concat(d.left_keys, d.right_keys),
            lambda x: starts_with(x, k.agency || '/' || k.record_id || '#')
                or starts_with(x, k.agency || '/' || k.record_id || '|')
        )
    )
