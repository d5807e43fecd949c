"""Parliamentary papers and letters: read with the spans and digests of judgments, and what a machine finds in them."""
