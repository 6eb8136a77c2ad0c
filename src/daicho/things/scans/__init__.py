"""Scans kept by devices without a connection: carried out once, in whatever order they arrive."""
