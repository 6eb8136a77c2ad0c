"""Drawings from outside: plans of other programs read into floor documents, pictures laid under a draft."""
