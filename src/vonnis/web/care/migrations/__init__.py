"""Changes of the tables of accounts, one after another."""
