"""What everything stands on: people, history, the database door, pure words."""
