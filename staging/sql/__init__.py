"""The statements of the room: one `.sql` file each, read by name, values bound."""
