-- Which delivery brought a decision; one that was given by command has no line here.
create table decision_sources (
    decision_id varchar not null,
    agency varchar not null,
    delivery_id varchar not null
);
