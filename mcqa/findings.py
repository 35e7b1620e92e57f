"""What is said about the input, in one form everywhere.

A finding is a value, not an exception: reading goes on, and all findings are shown at once.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a finding weighs; `rank` orders them for `--fail-on`."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error."""
        return ("info", "warning", "error").index(self.value)


class Location(NamedTuple):
    """A place in an input: line and column (from 1) of a text file, or sheet and cell of a workbook."""

    file: str | None = None
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        """`rubric.yaml:12:5`, `r03.xlsx  MC-02!C7`, or whatever of it is known."""
        text = self.file or ""
        if self.sheet is not None:
            place = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
            return f"{text}  {place}" if text else place
        if self.line is not None:
            text += f":{self.line}"
            if self.column is not None:
                text += f":{self.column}"
        return text


class Finding(NamedTuple):
    """One thing found in one place: what it is, where it stands, what was expected and what to do."""

    code: str
    name: str
    severity: Severity
    message: str
    hint: str | None = None
    location: Location = Location()
    subject: str | None = None
    value: str | None = None

    def to_json(self) -> dict[str, object]:
        """Give the finding as a JSON object, as the published list of fields has it; absent parts are null."""
        place = self.location
        return {
            "code": self.code,
            "name": self.name,
            "severity": self.severity.value,
            "message": self.message,
            "hint": self.hint,
            "file": place.file,
            "line": place.line,
            "column": place.column,
            "sheet": place.sheet,
            "cell": place.cell,
            "subject": self.subject,
            "value": self.value,
        }


# what a terminal or a browser would obey instead of showing it: characters that move the cursor or change colours,
# those that break lines, and marks that turn the direction of reading
ESCAPES = {
    **{number: f"\\x{number:02x}" for number in (*range(32), *range(127, 160))},
    **{number: f"\\u{number:04x}" for number in (0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))},
    9: "\\t",
    10: "\\n",
    13: "\\r",
}
_ESCAPES_IN_LINES = {number: escape for number, escape in ESCAPES.items() if chr(number) not in "\t\n"}


def visible(text: str) -> str:
    """Write out what would be obeyed: a name in a file must not steer the terminal of its reader.

    Line breaks and tabs stay, so that a text of several lines can be shown.
    """
    return text if text.isprintable() else text.translate(_ESCAPES_IN_LINES)


def _on_one_line(text: str) -> str:
    return text if text.isprintable() else text.translate(ESCAPES)


class Kind(NamedTuple):
    """One kind of finding: its code, its name and its severity, never reused for another."""

    code: str
    name: str
    severity: Severity

    def at(
        self,
        location: Location,
        message: str,
        *,
        hint: str | None = None,
        subject: str | None = None,
        value: str | None = None,
    ) -> Finding:
        """Make a finding of this kind at a place; control characters in what is said are written out."""
        return Finding(
            code=self.code,
            name=self.name,
            severity=self.severity,
            message=_on_one_line(message),
            hint=None if hint is None else _on_one_line(hint),
            location=location,
            subject=subject,
            value=value,
        )
