"""The report as a Word document in which numbers, tables and charts are content controls that can be refreshed."""
