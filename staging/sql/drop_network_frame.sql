-- Remove a saved frame of the network, where there is one.
drop table if exists [[table]]
