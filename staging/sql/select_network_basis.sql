-- What the saved network rests on; no row when none is saved.
select basis from network_state
