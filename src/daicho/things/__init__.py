"""Everything that carries a label, from its first label to its destruction."""
