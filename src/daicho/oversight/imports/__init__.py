"""Old ledgers taken in, and the register out to a spreadsheet and back."""
