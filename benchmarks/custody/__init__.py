"""Handing over and looking up, through HTTP and on both engines, beside the machine's own ceiling."""
