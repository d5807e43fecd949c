"""The study itself: its units and its dataset."""
