-- Note that an archived copy was removed.
insert into dropped_copies values ($sha256, $dropped_at)
