"""QR labels: one picture, or a sheet to print; the only place that draws QR codes."""
