"""棚卸: a frozen list of what should be there, and what was found."""
