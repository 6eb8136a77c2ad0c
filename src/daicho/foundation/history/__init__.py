"""The register's spine: one door for every write, append-only entries, a Merkle tree over them."""
