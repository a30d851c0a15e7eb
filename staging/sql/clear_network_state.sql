-- Forget what the saved network rests on.
delete from network_state
