"""Care for the people who code: a note before each file, a cap, pauses, a way out of a file, and who to turn to."""
