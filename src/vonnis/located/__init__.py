"""Files that people write by hand, read so that every value knows the line and column it stands on."""
