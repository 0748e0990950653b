"""The contents of the files that `report` writes beside the workbook."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.domain.records import dataclass, field
from xlbudget.publish.delivery import SIDECAR, Asked, Delivered, deliver
from xlbudget.results import Results, coverage_json, figures_json, findings_json, json_text

XLSX, DOCX, ANNEX = "{name}", "{stem}.docx", "{stem}-附表.xlsx"
TRACE = f"{{stem}}{SIDECAR}"
HTML = "{stem}.html"
PDF, ANNEX_PDF = "{stem}.pdf", "{stem}-附表.pdf"
FIGURES, FINDINGS, COVERAGE = "figures.json", "findings.json", "coverage.json"
NARRATIVE = "narrative.txt"

FILES: Mapping[str, tuple[str, ...]] = {
    "xlsx": (XLSX,),
    "docx": (DOCX, TRACE),
    "annex": (ANNEX,),
    "html": (HTML,),
    "json": (FIGURES, FINDINGS, COVERAGE),
    "txt": (NARRATIVE,),
}
"""Kinds of output and their file names; {name} is that of the workbook, {stem} without suffix."""

ON_DEMAND: Mapping[str, tuple[str, ...]] = {"pdf": (PDF, ANNEX_PDF)}
"""Kinds that are only written when asked for: they need LibreOffice."""


@dataclass(slots=True)
class MadeFiles:
    """What each file holds, made when it is asked for; `told` is what a person must be told."""

    results: Results
    asked: Asked
    told: list[str] = field(default_factory=list)
    _document: Delivered | None = None
    _annex: bytes = b""

    def content(self, name: str) -> bytes:
        """The content of a file, by its name in FILES."""
        if name in (DOCX, TRACE):
            return self.document.document if name == DOCX else self.document.sidecar
        if name == ANNEX:
            return self.annex
        if name in (PDF, ANNEX_PDF):
            return self._pdf(name)
        if name == HTML:
            from xlbudget.publish.page import page

            return page(self.results)
        if name == NARRATIVE:
            return self.results.narrative().encode()
        made = {FIGURES: figures_json, FINDINGS: findings_json, COVERAGE: coverage_json}[name]
        return json_text(made(self.results)).encode()

    @property
    def document(self) -> Delivered:
        """The Word document, made once."""
        if self._document is None:
            self._document = deliver(self.results, self.asked)
            self.told += self._document.told
        return self._document

    @property
    def annex(self) -> bytes:
        """附表, made once."""
        if not self._annex:
            from xlbudget.workbook.annex import annex

            self._annex = annex(self.results)
        return self._annex

    def _pdf(self, name: str) -> bytes:
        """The document or 附表 as PDF; which fonts stand in for others is told."""
        from xlbudget.files.temporary import temporary_folder
        from xlbudget.publish.word.fonts import to_pdf

        content, suffix = (
            (self.document.document, ".docx") if name == PDF else (self.annex, ".xlsx")
        )
        with temporary_folder("pdf") as room:
            source = room / f"in{suffix}"
            source.write_bytes(content)
            target = source.with_suffix(".pdf")
            told = [str(each) for each in to_pdf(source, target)]
            self.told += [each for each in told if each not in self.told]
            return target.read_bytes()
