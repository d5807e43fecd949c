"""The built-in fictional study: generator and protocol."""
