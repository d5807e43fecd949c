"""The study folder on disk, and how files are written."""
