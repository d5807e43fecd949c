"""The gate: policy, checks, suppression; the only maker of released results."""
