-- The delivery of an agency with this content, if it was taken in before.
select delivery_id, status, path from deliveries where agency = $agency and sha256 = $sha256
