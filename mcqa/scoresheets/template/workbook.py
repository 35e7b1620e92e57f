"""One workbook for each reviewer; the same rubric and lists give the same bytes on every run and machine.

Dates are fixed, nobody is named as author, and the archive carries no clock and no system; only another zlib may pack
the same members differently.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from mcqa.findings import Finding, Location
from mcqa.progress import tracked
from mcqa.rubric.model import Rubric
from mcqa.scoresheets.kinds import NAME_CHANGED
from mcqa.scoresheets.template.front import INSTRUCTIONS, RUBRIC, Listed, write_instructions, write_rubric
from mcqa.scoresheets.template.layout import layout_of
from mcqa.scoresheets.template.names import file_names, sheet_names
from mcqa.scoresheets.template.page import Heading, write_page
from mcqa.scoresheets.template.pen import Pen
from mcqa.scoresheets.template.plan import Packet, Plan

if TYPE_CHECKING:
    from xlsxwriter import Workbook

ENDING = ".xlsx"
LONGEST_PROPERTY = 255
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_MEMBER_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
BOOK_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


class Template(NamedTuple):
    """One workbook: its file name, its bytes, whose it is, and the sheet of each micro-credential."""

    file: str
    content: bytes
    packet: Packet
    sheets: tuple[str, ...]


class Templates(NamedTuple):
    """All workbooks, and which codes could not stand as names of files and sheets as they are."""

    books: tuple[Template, ...]
    findings: tuple[Finding, ...]


def make_templates(plan: Plan, rubric: Rubric, *, round_id: str = "", questions: bool = False) -> Templates:
    """Make the workbook of each reviewer of a plan."""
    files = file_names((packet.person.rater for packet in plan.packets), ENDING)
    sheets = sheet_names((unit.unit for unit in plan.units), (INSTRUCTIONS, RUBRIC))
    books = tuple(
        Template(
            file=files[packet.person.rater],
            content=workbook_bytes(packet, sheets, rubric, round_id=round_id, questions=questions),
            packet=packet,
            sheets=tuple(sheets[unit.unit] for unit in packet.units),
        )
        for packet in tracked(plan.packets, "writing workbooks")
    )
    return Templates(books, (*_changed_files(files), *_changed_sheets(sheets, plan)))


def workbook_bytes(
    packet: Packet, sheets: dict[str, str], rubric: Rubric, *, round_id: str = "", questions: bool = False
) -> bytes:
    """Give the bytes of one workbook; `sheets` are the names of the sheets by micro-credential."""
    from xlsxwriter import Workbook

    layout = layout_of(rubric, questions=questions)
    heading = Heading(packet.person.rater, packet.person.group, round_id)
    saved = io.BytesIO()
    with Workbook(saved, dict(BOOK_OPTIONS)) as book:
        describe(book, rubric, "mcqa_template")
        pen = Pen(book)
        first, second = book.add_worksheet(INSTRUCTIONS), book.add_worksheet(RUBRIC)
        pages = [(unit, sheets[unit.unit], book.add_worksheet(sheets[unit.unit])) for unit in packet.units]
        listed = tuple(
            Listed(unit, name, write_page(pen, page, unit, heading, rubric, layout)) for unit, name, page in pages
        )
        write_instructions(pen, first, rubric, heading, listed, layout)
        write_rubric(pen, second, rubric, layout)
        first.activate()
    return repacked(saved.getvalue())


def describe(book: Workbook, rubric: Rubric, kind: str) -> None:
    """Say in the properties of a workbook what it is and for which rubric, and name nobody as its author."""
    book.set_properties({"created": _CREATED, "author": "", "company": ""})
    claims = (("id", rubric.id), ("version", rubric.version), ("sha256", rubric.sha256))
    for name, value in ((kind, "1"), *((f"mcqa_rubric_{part}", value) for part, value in claims)):
        book.set_custom_property(name, value[:LONGEST_PROPERTY], "text")


def repacked(content: bytes) -> bytes:
    """Give the bytes of a workbook with the same clock and system in its archive on every day and machine."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, date_time=_MEMBER_TIME)
            member.create_system = _UNIX
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name), compresslevel=9)
    return packed.getvalue()


def _changed_files(files: dict[str, str]) -> tuple[Finding, ...]:
    """Say which workbooks could not be named after their reviewer as the code stands."""
    return tuple(
        NAME_CHANGED.at(
            Location(file=file),
            f'the workbook of "{code}" is called {file}, a name that every system takes',
            hint="keep the name; the reviewer's code stands in the workbook as it is",
            subject=code,
            value=file,
        )
        for code, file in files.items()
        if file != code + ENDING
    )


def _changed_sheets(sheets: dict[str, str], plan: Plan) -> tuple[Finding, ...]:
    """Say which sheets could not be named after their micro-credential as its id stands."""
    path = plan.inputs[0][0] if plan.inputs else None
    lines = {unit.unit: unit.line or None for unit in plan.units}
    return tuple(
        NAME_CHANGED.at(
            Location(file=path, line=lines[unit]),
            f'the sheets for "{unit}" are called "{name}": names of sheets are short, unique and without []:*?/\\',
            hint="keep the name; the id stands in the sheet as it is",
            subject=unit,
            value=name,
        )
        for unit, name in sheets.items()
        if name != unit
    )
