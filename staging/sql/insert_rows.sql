-- Append the registered frame to a table, column by name.
insert into [[table]] by name select * from incoming_frame
