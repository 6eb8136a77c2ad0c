"""When offices are open: national holidays, own closures and openings, hours of the week."""
