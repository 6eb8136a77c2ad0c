"""Where things are: floors, areas, storage places, and who sees what."""
