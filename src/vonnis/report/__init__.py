"""Released results become a report that a stranger can read: HTML in two languages and ``figures.json``."""
