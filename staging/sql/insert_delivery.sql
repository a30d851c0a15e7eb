-- Note a delivery.
insert into deliveries
values ($delivery_id, $agency, $path, $sha256, $received_at, $status, $check_name, $reason)
