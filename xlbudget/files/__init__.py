"""Packages and outside programs; nothing of the domain of final accounts."""
