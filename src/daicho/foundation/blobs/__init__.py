"""Files by their hash: kept once, never changed."""
