"""The demo municipality: the five sites of the audit report, invented people, all through the services."""
