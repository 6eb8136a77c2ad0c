"""Watching, and answering for it."""
