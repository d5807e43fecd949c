"""The parsed judgment: text, spans, sections, metadata; one reader per format."""
