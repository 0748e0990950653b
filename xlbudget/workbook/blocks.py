"""Columns of 分析 as block formulas over the functions of macro workbooks.

Each is `IFERROR(XB_…(block)+0, native formula)`: where macros are off or Python is missing, and
where a function gives an error because there is no base, the native formula stands in, cell by
cell.
The +0 makes an error of what is no number: LibreOffice gives the errors of macros as texts.
References are absolute, so that the formula is as short in R1C1 as in A1: Excel takes array
formulas of at most 255 characters from programs.
"""

from __future__ import annotations

from xlbudget.domain.records import dataclass

NOT_COMPARABLE = "不可比"


@dataclass(frozen=True, slots=True)
class Columns:
    """The blocks of 分析 that the formulas work on, each an absolute area of one column, and the
    cell with the decimals of rates.
    """

    now: str
    then: str
    budget: str
    base: str
    change: str
    places: str

    def formulas(self) -> dict[str, str]:
        """The formula of each column that the functions compute, by its header word.

        >>> Columns("B", "C", "D", "E", "F", "G").formulas()["增减额"]
        'IFERROR(XB_CHANGE(B,C)+0,IF(ISNUMBER(B)*ISNUMBER(C),ROUND(B-C,6),""))'
        """
        return {
            "增减额": f"IFERROR(XB_CHANGE({self.now},{self.then})+0,"
            f'IF(ISNUMBER({self.now})*ISNUMBER({self.then}),ROUND({self.now}-{self.then},6),""))',
            "增减率": self._rate(
                f"XB_CHANGE_RATE({self.now},{self.then},{self.places})",
                self.change,
                self.then,
                ">0",
            ),
            "占比": self._rate(
                f"XB_SHARE({self.now},{self.base},{self.places})", self.now, self.base, "<>0"
            ),
            "完成率": self._rate(
                f"XB_COMPLETION({self.now},{self.budget},{self.places})",
                self.now,
                self.budget,
                ">0",
            ),
        }

    def _rate(self, function: str, part: str, base: str, sound: str) -> str:
        quotient = f"ROUND({part}/{base}*100,{self.places})"
        return (
            f"IFERROR({function}+0,IF(ISNUMBER({part})*ISNUMBER({base}),"
            f'IF({base}{sound},{quotient},"{NOT_COMPARABLE}"),""))'
        )
