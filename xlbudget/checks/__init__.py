"""Checks: what must hold between the numbers, what was checked, and why something failed."""
