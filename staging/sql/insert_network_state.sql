-- Note what the saved network rests on.
insert into network_state values ($basis)
