"""Readers of papers, one a form: the XML of official publications, the records of the House."""
