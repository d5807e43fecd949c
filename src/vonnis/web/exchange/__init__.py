"""A study taken along from the room, and taken in; the codebook for other programs."""
