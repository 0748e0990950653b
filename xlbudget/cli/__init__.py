"""The headless commands."""

from xlbudget.cli.commands import main

__all__ = ["main"]
