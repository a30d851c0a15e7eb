-- What the saved network rests on: the fingerprint of the staged records it was computed from.
create table network_state (
    basis varchar not null
);
