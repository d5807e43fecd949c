"""The gate: policy, checks, decisions; the only maker of released results."""
