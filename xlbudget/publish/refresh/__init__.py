"""A document of ours that people went on writing in, with this run's numbers."""

from xlbudget.publish.refresh.document import refresh
from xlbudget.publish.refresh.outcome import Left, LeftKind, Refreshed, Replaced
from xlbudget.publish.refresh.told_lines import lines

__all__ = ["Left", "LeftKind", "Refreshed", "Replaced", "lines", "refresh"]
