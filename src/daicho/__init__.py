"""Daicho (台帳): the physical-area access and asset register of a municipality."""
