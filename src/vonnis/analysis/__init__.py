"""Results, private to the study until the gate releases them."""
