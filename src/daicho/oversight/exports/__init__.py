"""Registers and history for auditors: the evidence bundle, and its check without this program's database."""
