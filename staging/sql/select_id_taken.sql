-- Whether another delivery has this id already.
select count(*) > 0 as taken from deliveries where delivery_id = $delivery_id
