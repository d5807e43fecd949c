"""How work is spread: serial, processes."""
