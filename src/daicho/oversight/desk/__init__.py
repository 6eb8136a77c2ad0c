"""やること, resolveCode, search: what spans slices and only reads."""
