"""Files with faults, read, annotated, and the copies read again."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from mcqa.lint.engine import load_rubric
from mcqa.ratings.build import build_ratings
from mcqa.scoresheets.annotate.folder import annotated_copies
from mcqa.scoresheets.files.opened import open_sheets
from mcqa.scoresheets.read import read_sheets


@pytest.fixture(scope="session")
def sound_rubric():
    return load_rubric("mpos-qas-reconstruction")


@pytest.fixture
def collect(sound_rubric):
    """Open and collect files; give both."""

    def run(*paths, **options):
        opened = open_sheets([str(path) for path in paths])
        return opened, build_ratings(read_sheets(opened, sound_rubric, **options), sound_rubric)

    return run


@pytest.fixture
def annotate(collect):
    """Annotate files, by the name of the copy."""

    def run(*paths):
        opened, collected = collect(*paths)
        return {copy.name: copy for copy in annotated_copies(opened, collected.findings)}

    return run


@pytest.fixture
def keep(tmp_path):
    """Write a copy to a folder of its own and give its path."""

    def write(copy):
        path = tmp_path / "copies" / copy.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(copy.content)
        return path

    return write


@pytest.fixture
def marked():
    """The coloured cells of a workbook: (sheet, cell) -> (colour, note)."""

    def select(content: bytes | Path):
        book = load_workbook(io.BytesIO(content) if isinstance(content, bytes) else content)
        return {
            (sheet.title, cell.coordinate): (cell.fill.fgColor.rgb, cell.comment.text if cell.comment else None)
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if cell.fill.patternType == "solid" or cell.comment
        }

    return select
