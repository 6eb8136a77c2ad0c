"""Pure words everyone uses: errors, clock, codes, actors."""
