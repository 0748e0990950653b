"""The steps in order: a book to an account, an account to results, results into the book; and a
document under review (`pipeline.documents`).
"""

from __future__ import annotations

from xlbudget.pipeline.workbooks import Planned, Reading, Request, read, report, run

__all__ = ["Planned", "Reading", "Request", "read", "report", "run"]
