-- Append one event to the log of releases.
insert into releases values (
    $release_id, $event, $recipient, $happened_at, $snapshot, $handling, $content_sha256, $decided_by, $reason
)
