-- Why rows of the deliveries in the registered frame were put aside, and how many for each reason.
select table_name as "table", column_name as "column", check_name as "check", count(*) as "rows"
from quarantine
semi join incoming_frame using (delivery_id)
group by all
order by "rows" desc, "table", "column" nulls first, "check"
