-- The size of the saved network.
select
    (select count(*) from net_mentions) as mentions,
    (select count(*) from net_entities where kind = 'person') as persons,
    (select count(*) from net_entities) as entities,
    (select count(*) from net_links) as links,
    (select count(distinct cluster_id) from net_clusters) as clusters
