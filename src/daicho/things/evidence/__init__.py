"""Photographs, signatures and certificates: files that prove something, kept by their hash."""
