"""How work is spread: one interface, an engine per module; no domain function knows that it runs in parallel."""
