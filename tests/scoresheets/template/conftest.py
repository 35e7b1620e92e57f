"""Making workbooks, looking into them, filling them in and reading them back."""

import io
import warnings
import zipfile
from dataclasses import replace
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from mcqa.rubric.model import Level, Scale
from mcqa.scoresheets.files.opened import open_sheets
from mcqa.scoresheets.lists.roster import Person
from mcqa.scoresheets.lists.units import UnitEntry
from mcqa.scoresheets.read import read_sheets
from mcqa.scoresheets.template.plan import EVERYBODY, Packet, Plan
from mcqa.scoresheets.template.workbook import make_templates

PERSON = Person(rater="R01", group="teacher", name="Ann Lee", email="ann@example.org")
UNITS = (UnitEntry("MC-01", "Leading a debrief"), UnitEntry("MC-02", "Exit tickets"))
YES_NO = Scale(type="nominal", levels=(Level("yes", "Yes"), Level("no", "No")), non_scores=("cannot_tell",))


def plan_of(*packets):
    units = {unit.unit: unit for packet in packets for unit in packet.units}
    return Plan(packets=packets, units=tuple(units.values()), how=EVERYBODY)


def made(rubric, *packets, **options):
    return make_templates(plan_of(*(packets or (Packet(PERSON, UNITS),))), rubric, **options).books


def with_own_scale(rubric):
    first, *rest = rubric.standards
    own, *others = first.criteria
    own = own._replace(scale=YES_NO, descriptors={"yes": "A deed is named.", "no": "No deed is named."})
    return replace(rubric, standards=(first._replace(criteria=(own, *others)), *rest))


def opened(content, **options):
    with warnings.catch_warnings():
        # openpyxl does not know the newer form of data bars
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(content), **options)


def members(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def back(path, rubric):
    return read_sheets(open_sheets([str(path)]), rubric)


def rating_cells(sheet):
    """Give the cell of each component's rating, and the columns by heading."""
    head = next(row for row in sheet.iter_rows() if row[0].value == "Component")
    columns = {cell.value: cell.column for cell in head}
    rows = [row[0].row for row in sheet.iter_rows(min_row=head[0].row + 1) if row[0].value]
    return columns, {sheet.cell(row, 1).value: row for row in rows}


def fill(content, path, rubric):
    """Fill every component of every sheet with other answers, and give what was typed."""
    book = opened(content)
    typed = {}
    for sheet in book.worksheets[2:]:
        columns, rows = rating_cells(sheet)
        for number, criterion in enumerate(rubric.criteria):
            row = rows[criterion.id]
            choices = [*(level.label for level in criterion.scale.levels), "Cannot tell", "N/A", None]
            rating = choices[(number + len(sheet.title)) % len(choices)]
            comment = ("", "=1+1 is no formula", "- none", "naïve, “quoted”\nsecond line", "ملاحظة", "1/2")[number % 6]
            evidence = ("p. 3", "", "@file.pdf")[number % 3]
            sheet.cell(row, columns["Rating"]).value = rating
            for heading, value in (("Comment", comment), ("Evidence", evidence)):
                if value:
                    cell = sheet.cell(row, columns[heading])
                    cell.value, cell.data_type = value, "s"
            if "Scope" in columns:
                sheet.cell(row, columns["Scope"]).value = "Partly agree"
            typed[sheet.title, criterion.id] = (rating, comment, evidence)
    book.save(path)
    return typed


def read_as_typed(reading):
    return {
        (record.unit, record.criterion): (record.value, record.comment, dict(record.answers).get("evidence", ""))
        for record in reading.records
    }


@pytest.fixture(scope="session")
def kit():
    return SimpleNamespace(
        units=UNITS,
        yes_no=YES_NO,
        plan_of=plan_of,
        made=made,
        with_own_scale=with_own_scale,
        opened=opened,
        members=members,
        back=back,
        rating_cells=rating_cells,
        fill=fill,
        read_as_typed=read_as_typed,
    )
