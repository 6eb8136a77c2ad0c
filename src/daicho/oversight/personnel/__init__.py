"""Personnel changes: proposed from a list, approved by somebody else, handed over on paper."""
