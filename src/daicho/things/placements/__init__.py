"""Which terminal stands where, from when to when, as the floors in force say."""
