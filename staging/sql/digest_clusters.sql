-- Of each cluster a number that is another one as soon as anything is that its page rests on: rows of the network about its
-- members, what its records say (by the digest of their content), who is named in them, the doubtful pairs of its persons.
-- The registered frame has the origin of every record that was taken from another. More than a page needs may move the number.
with members as (select cluster_id, entity_id, kind from net_clusters),
shown as (
    select distinct m.cluster_id, o.record_key
    from net_occurrences as o
    join members as m using (entity_id)
),
written as (
    select entity_id, sum(hash(o)) as h
    from net_occurrences as o
    group by entity_id
),
received as (
    select target_id as entity_id, sum(hash(e)) as h
    from net_link_evidence as e
    group by target_id
),
given as (
    select source_id as entity_id, sum(hash(e)) as h
    from net_link_evidence as e
    group by source_id
),
of_members as (
    select m.cluster_id, sum(hash(m.kind, e, w.h, r.h, g.h)) as h
    from members as m
    join net_entities as e using (entity_id)
    left join written as w using (entity_id)
    left join received as r using (entity_id)
    left join given as g using (entity_id)
    group by m.cluster_id
),
-- telephones and accounts outside that may be a member's and were called or paid in a cluster's records: whose they are
-- decides who is credited
holding as (
    select distinct m.cluster_id, e.target_id as entity_id
    from net_link_evidence as e
    join members as m on m.entity_id = e.source_id
    left join members as t on t.entity_id = e.target_id
    where e.kind in ('uses_phone', 'holds_account', 'near_phone') and t.cluster_id is distinct from m.cluster_id
),
held as (
    select distinct s.cluster_id, e.target_id as entity_id
    from net_link_evidence as e
    join shown as s using (record_key)
    join holding as h on h.cluster_id = s.cluster_id and h.entity_id = e.target_id
    where e.kind in ('called', 'paid')
),
of_held as (
    select h.cluster_id, sum(hash(w.h, r.h)) as h
    from held as h
    left join written as w using (entity_id)
    left join received as r using (entity_id)
    group by h.cluster_id
),
of_links as (
    select s.cluster_id, sum(hash(l)) as h
    from net_links as l
    join members as s on s.entity_id = l.source_id
    join members as t on t.entity_id = l.target_id and t.cluster_id = s.cluster_id
    group by s.cluster_id
),
-- of persons elsewhere a page says at most what they are called and whether they are protected
people as (
    select
        m.agency || '/' || m.record_id as record_key,
        m.person_no,
        m.entity_id,
        m.cluster_id,
        hash(m.person_no, m.status, m.entity_id, e.kind, e.label, e.value_text, e.status, e.is_protected) as h
    from net_mentions as m
    left join net_entities as e using (entity_id)
),
named as (
    select record_key, sum(h) as h
    from people
    group by record_key
),
contents as (
    select agency || '/' || record_id as record_key, hash(revision, digest) as h
    from record_versions
    where state = 'current'
),
of_records as (
    select s.cluster_id, sum(hash(s.record_key, c.h, n.h, f.origin_key, f.is_circular)) as h
    from shown as s
    left join contents as c using (record_key)
    left join named as n using (record_key)
    left join incoming_frame as f using (record_key)
    group by s.cluster_id
),
doubted as (
    select hash(p, l.h, r.h, lc.h, rc.h) as h, l.cluster_id as left_cluster, r.cluster_id as right_cluster
    from (from net_pairs where judgement = 'review') as p
    join people as l on l.record_key || '#' || l.person_no = p.left_id
    join people as r on r.record_key || '#' || r.person_no = p.right_id
    left join contents as lc on lc.record_key = l.record_key
    left join contents as rc on rc.record_key = r.record_key
    where l.entity_id is distinct from r.entity_id
),
of_pairs as (
    select cluster_id, sum(h) as h
    from (select left_cluster as cluster_id, h from doubted union all select right_cluster, h from doubted)
    group by cluster_id
),
said as (
    select cluster_id, hash('player', k) as h from net_key_players as k
    union all select cluster_id, hash('step', c) from net_corridors as c
    union all select cluster_id, hash('bridge', b) from net_bridges as b
    union all select cluster_id, hash('change', l) from net_lineage as l
    union all
    select l.cluster_id, hash('relative', s.cluster_id)
    from (select cluster_id, unnest(related_cluster_ids) as related from net_lineage) as l
    join net_cluster_summary as s on s.cluster_id = l.related
),
of_said as (
    select cluster_id, sum(h) as h
    from said
    group by cluster_id
)
select
    s.cluster_id,
    s.record_count,
    hash(s, a.h, b.h, c.h, d.h, e.h, f.h) as digest
from (select * exclude (inner_share) from net_cluster_summary) as s
left join of_members as a using (cluster_id)
left join of_held as b using (cluster_id)
left join of_links as c using (cluster_id)
left join of_records as d using (cluster_id)
left join of_pairs as e using (cluster_id)
left join of_said as f using (cluster_id)
order by s.record_count desc, s.cluster_id
