"""Forty ways in which people send scoresheets: the same truth comes out of all, and what is in doubt is a finding."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mcqa.errors import InputError
from mcqa.findings import Finding, Severity
from mcqa.ratings.collect import read_ratings
from mcqa.scoresheets.words.mapping import Mapping

HERE = Path(__file__).parent
SHAPES = HERE.parents[1] / "samples" / "shapes"
# what is said about small designs, not about sheets
OF_THE_DESIGN = {"R104", "R105", "R106", "R107"}


def ways_package() -> Any:
    """Load the package beside this file: test folders are not on the path."""
    folder = HERE / "forty_ways"
    spec = importlib.util.spec_from_file_location(
        "forty_ways", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules["forty_ways"] = package
    spec.loader.exec_module(package)
    return package


PACKAGE = ways_package()
WAYS = PACKAGE.all_ways()
BY_NAME = {one.name: one for one in WAYS}
SAMPLES = [one for one in WAYS if one.sample]


class Outcome(NamedTuple):
    rows: list[tuple[str, ...]]
    layouts: tuple[str, ...]
    cells: tuple[int, ...]
    read: int
    by_file: tuple[tuple[int, ...], ...]
    findings: tuple[Finding, ...]
    untouched: bool


def read(one: Any, folder: Path) -> Outcome:
    """Read a way, and see whether its files stay as they are."""
    before = contents(folder)
    return ratings_of(one, folder)._replace(untouched=contents(folder) == before)


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def ratings_of(one: Any, folder: Path) -> Outcome:
    mapping = Mapping(headers=one.headers, values=one.values)
    try:
        collected = read_ratings(folder, rubric="mpos-qas-reconstruction", rater_from=one.rater_from, mapping=mapping)
    except InputError as error:
        return Outcome([], (), (0,) * 5, 0, ((0,) * 5,), tuple(error.findings), untouched=False)
    frame = collected.ratings.to_frame()[["unit", "rater", "criterion", "status", "level", "comment"]]
    rows = [tuple(row) for row in frame.astype(object).where(frame.notna(), None).to_numpy()]
    return Outcome(
        rows=sorted(rows, key=str),
        layouts=tuple(file.layout for file in collected.files),
        cells=tuple(collected.cells),
        read=collected.cells.read,
        by_file=tuple(tuple(file.cells) for file in collected.files),
        findings=collected.findings,
        untouched=False,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Callable[[Any], Path]:
    """Write the files of a way into a folder of their own, once."""

    @cache
    def write(name: str) -> Path:
        one = BY_NAME[name]
        folder = tmp_path_factory.mktemp("sheets")
        if one.make is None:
            shutil.copyfile(SHAPES / one.sample, folder / one.sample)
        else:
            one.make(folder)
        return folder

    return lambda one: write(one.name)


@pytest.fixture(scope="module")
def outcome_of(made) -> Callable[[Any], Outcome]:
    """Read a way once for all tests."""
    outcomes = cache(lambda name: read(BY_NAME[name], made(BY_NAME[name])))

    def give(one: Any) -> Outcome:
        if one.needs:
            pytest.importorskip(one.needs)
        return outcomes(one.name)

    return give


def said(findings: Iterable[Finding]) -> str:
    return "\n".join(f"{f.code} {Path(f.location.file or '').name} {f.location.cell}: {f.message}" for f in findings)


def same_rows(one: Any, outcome: Outcome) -> None:
    wanted, other = (sorted(map(tuple, rows), key=str) for rows in (one.rows, one.or_rows))
    if other and outcome.rows == other:
        return
    assert set(outcome.rows) ^ set(wanted) == set(), said(outcome.findings)
    assert outcome.rows == wanted


def is_there(wanted: Any, findings: Iterable[Finding]) -> bool:
    return any(
        finding.code in wanted.codes
        and wanted.sheet in {None, finding.location.sheet}
        and (not wanted.cells or finding.location.cell in wanted.cells)
        and wanted.words.casefold() in f"{finding.message} {finding.hint} {finding.value}".casefold()
        for finding in findings
    )


@pytest.mark.parametrize("one", WAYS, ids=lambda one: one.name)
def test_the_truth_comes_out_and_nothing_else(one, outcome_of):
    same_rows(one, outcome_of(one))


@pytest.mark.parametrize("one", WAYS, ids=lambda one: one.name)
def test_every_cell_is_on_the_books(one, outcome_of):
    outcome = outcome_of(one)
    assert outcome.read == sum(outcome.cells)
    assert outcome.cells == tuple(map(sum, zip(*outcome.by_file, strict=True)))
    if one.invalid is not None:
        assert outcome.cells[-1] == one.invalid
    if one.invalid is not None and not any(finding.code == "R101" for finding in outcome.findings):
        assert outcome.read == len(one.rows) + one.invalid


@pytest.mark.parametrize("one", WAYS, ids=lambda one: one.name)
def test_the_files_stay_as_they_are(one, outcome_of):
    assert outcome_of(one).untouched


@pytest.mark.parametrize("one", [one for one in WAYS if one.base], ids=lambda one: one.name)
def test_the_layout_is_named(one, outcome_of):
    layouts = outcome_of(one).layouts
    assert layouts
    for layout in layouts:
        base, *features = layout.split("+")
        assert base in one.base.split("|")
        assert set(one.features) <= set(features)


@pytest.mark.parametrize("one", WAYS, ids=lambda one: one.name)
def test_findings_are_those_that_belong_there(one, outcome_of):
    findings = outcome_of(one).findings
    missing = [wanted for wanted in one.found if not is_there(wanted, findings)]
    assert not missing, said(findings)
    if "*" in one.quiet:
        return
    expected = {code for wanted in one.found for code in wanted.codes} | one.quiet | OF_THE_DESIGN
    others = [f for f in findings if f.severity is not Severity.INFO and f.code not in expected]
    assert not others, said(others)
    # an error is said of the cells that hold one, and of no other
    places = {(wanted.sheet, cell) for wanted in one.found for cell in wanted.cells}
    errors = {(f.location.sheet, f.location.cell) for f in findings if f.severity is Severity.ERROR and f.location.cell}
    if all(wanted.cells for wanted in one.found):
        assert errors <= places


@pytest.mark.parametrize("one", SAMPLES, ids=lambda one: one.sample)
def test_the_sample_tells_the_truth(one, tmp_path):
    if one.needs:
        pytest.importorskip(one.needs)
    shutil.copyfile(SHAPES / one.sample, tmp_path / one.sample)
    same_rows(one, read(one, tmp_path))


@pytest.mark.parametrize("one", [one for one in SAMPLES if one.make], ids=lambda one: one.sample)
def test_the_sample_is_made_again(one, made):
    (path,) = made(one).iterdir()
    assert PACKAGE.held(path.read_bytes()) == PACKAGE.held((SHAPES / one.sample).read_bytes())


def test_the_table_of_samples_names_every_file():
    listed = {
        line.split("|")[1].strip() for line in (SHAPES / "README.md").read_text("utf-8").splitlines() if "|" in line
    }
    kept = {path.name for path in SHAPES.iterdir() if path.name not in {"README.md", ".gitattributes"}}
    assert listed - {"file", "---"} == kept == {one.sample for one in SAMPLES}


def test_there_are_forty_ways_and_fifteen_that_are_not_guessed_at():
    assert sum(one.base is not None and not one.found for one in WAYS) >= 40
    assert sum("*" in one.quiet for one in WAYS) >= 15
