"""Violations: found by rules, opened and closed by difference, never by hand."""
