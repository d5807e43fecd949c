"""Changes of the tables of audit, one after another."""
