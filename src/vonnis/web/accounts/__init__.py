"""Accounts, the links that make them, and what each role may do."""
