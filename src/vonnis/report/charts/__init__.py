"""Charts from released tables, drawn as inline SVG in the colours of the page."""
