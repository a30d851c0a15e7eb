-- Remove a saved frame of the network.
drop table [[table]]
