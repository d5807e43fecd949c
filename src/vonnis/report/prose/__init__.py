"""The text of a report: what a researcher writes, with every number named by its id."""
