"""What waits for a person, told by mail once on each day that their office is open."""
