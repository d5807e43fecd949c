"""The room itself: its first page, help, language, look, health."""
