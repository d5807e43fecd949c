"""What was done in the room, by whom and when, in lines that are chained by digest."""
