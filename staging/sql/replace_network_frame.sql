-- Save the registered frame of the network in the place of the old one, in its own order.
create or replace table [[table]] as select * from incoming_frame
