-- Keep every row of one table: all revisions of the delivery are new.
insert into [[table]] by name select * from incoming_[[table]]
