"""Released results, made readable: pages, charts, tables."""
