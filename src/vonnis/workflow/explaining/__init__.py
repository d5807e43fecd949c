"""One judgment set as a page: its passages marked, its record beside it."""
