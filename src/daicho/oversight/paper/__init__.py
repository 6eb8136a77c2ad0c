"""Paper: 決裁欄, registers and forms as PDF, and forms for the time when the system is down."""
