"""Every rating cell of every sheet has exactly one of the five fates: random sheets in each shape."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from mcqa.ratings.build import Collected

CRITERIA = ("C1.1", "C1.2", "C1.3")
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

# what may be typed, and its fate on every scale of the rubric
TYPED = {
    "rated": [1, 2, "1", "2.0", "2,0", 1.0],
    "missing": [None, " ", "\u200b"],
    "not_applicable": ["N/A", "na", "Not applicable", "n.a."],
    "cannot_tell": ["Cannot tell", "can\u2019t tell", "insufficient evidence"],
    "invalid": ["Metish", 99, -3, "a remark of several words", "1.5", "#N/A", "?", "2024-01-02"],
}
ONLY_IN_WORKBOOKS = [True, dt.datetime.fromisoformat("2024-01-02"), dt.time(1, 2), "=B1+1", 1.5, "#REF!"]
FATE = {(type(value), value): fate for fate, values in TYPED.items() for value in values}
FATE |= {(type(value), value): "invalid" for value in ONLY_IN_WORKBOOKS}


def values(*, workbook: bool):
    plain = [value for values in TYPED.values() for value in values]
    return st.sampled_from([*plain, *ONLY_IN_WORKBOOKS] if workbook else plain)


def fate(value) -> str:
    return FATE[type(value), value]


def in_csv(rows, mark=",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=mark).writerows(rows)
    return text.getvalue().encode()


def in_workbook(sheets) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def holds(collected: Collected, expected: Counter[str]) -> None:
    """The ledger is as expected in all, adds up file by file, and every cell has one place."""
    assert collected.cells._asdict() == {name: expected[name] for name in collected.cells._fields}
    assert collected.cells.read == sum(expected.values())
    for number, name in enumerate(collected.cells._fields):
        assert collected.cells[number] == sum(getattr(file.cells, name) for file in collected.files)
    rated = collected.ratings.status.tolist().count(0)
    assert (collected.n_ratings, len(collected.ratings)) == (rated, sum(expected.values()) - expected["invalid"])
    places = [str(place) + str(place.cell) for place in collected.ratings.source]
    places += [str(f.location) + str(f.location.cell) for f in collected.findings if f.severity == "error"]
    assert len(places) == len(set(places)) == collected.cells.read


@pytest.fixture
def fates(collect):
    """Read some bytes as a file and give what was collected."""

    def run(*contents: tuple[str, bytes]) -> Collected:
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for name, content in contents:
                path = Path(folder) / name
                path.write_bytes(content)
                paths.append(path)
            return collect(*paths)

    return run


def reviews(data, *, workbook: bool):
    """Some units rated by some reviewers: the value of each component, or no such row."""
    pairs = data.draw(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 3)), min_size=1, max_size=6, unique=True))
    return {pair: {name: data.draw(values(workbook=workbook)) for name in CRITERIA} for pair in pairs}


@SLOW
@given(st.data())
def test_the_ledger_of_the_long_form_holds(fates, data):
    workbook = data.draw(st.booleans())
    typed = reviews(data, workbook=workbook)
    rows = [[f"MC-{u}", f"R{r}", name, value] for (u, r), row in typed.items() for name, value in row.items()]
    rows = data.draw(st.permutations(rows))
    table = [["unit", "rater", "criterion", "level"], *rows]
    collected = fates(("a.xlsx", in_workbook({"ratings": table})) if workbook else ("a.csv", in_csv(table)))
    holds(collected, Counter(fate(row[3]) for row in rows))
    assert collected.files[0].layout == "long"


@SLOW
@given(st.data())
def test_the_ledger_of_a_sheet_for_each_unit_holds(fates, data):
    books: dict[str, dict[str, list[list[object]]]] = {}
    expected: Counter[str] = Counter()
    for (unit, rater), row in reviews(data, workbook=True).items():
        # a reviewer who is not named spoils the whole sheet, and is told once for it
        rows: list[list[object]] = [["Reviewer", f"R{rater}"], [], ["Component", "Rating"]]
        for name in data.draw(st.permutations(CRITERIA)):
            rows += [["Standard one"]] if data.draw(st.booleans()) else []
            rows.append([name, row[name]])
            expected[fate(row[name])] += 1
        books.setdefault(f"R{rater}.xlsx", {})[f"MC-{unit}"] = rows
    collected = fates(*((name, in_workbook(sheets)) for name, sheets in books.items()))
    holds(collected, expected)
    assert {file.layout for file in collected.files} == {"sheet-per-unit"}


@SLOW
@given(st.data())
def test_the_ledger_of_the_wide_matrix_holds(fates, data):
    workbook = data.draw(st.booleans())
    typed = reviews(data, workbook=workbook)
    order = data.draw(st.permutations(CRITERIA))
    table = [
        ["unit", "rater", *order],
        *([f"MC-{u}", f"R{r}", *(row[name] for name in order)] for (u, r), row in typed.items()),
    ]
    collected = fates(("a.xlsx", in_workbook({"Sheet1": table})) if workbook else ("a.csv", in_csv(table, ";")))
    holds(collected, Counter(fate(value) for row in typed.values() for value in row.values()))
    assert collected.files[0].layout == "wide"


@SLOW
@given(
    st.lists(
        st.tuples(st.integers(1, 2), st.sampled_from(CRITERIA), st.sampled_from([None, 1, 2, "N/A", "x"])), max_size=14
    )
)
def test_the_ledger_holds_where_cells_are_repeated_and_contradict_each_other(fates, rows):
    half = len(rows) // 2
    tables = [
        [["unit", "rater", "criterion", "level"], *(["A", f"R{r}", name, value] for r, name, value in part)]
        for part in (rows[:half], rows[half:])
    ]
    collected = fates(*((f"{at}.csv", in_csv(table)) for at, table in enumerate(tables)))
    expected: Counter[str] = Counter()
    kept = 0
    for place in {(r, name) for r, name, _ in rows}:
        typed = [value for r, name, value in rows if (r, name) == place]
        expected["invalid"] += typed.count("x")
        expected["missing"] += typed.count(None)
        filled = [value for value in typed if value not in (None, "x")]
        conflict = len(set(filled)) > 1
        for value in filled:
            expected["invalid" if conflict else fate(value)] += 1
        kept += bool(filled or None in typed) and not conflict
    assert collected.cells._asdict() == {name: expected[name] for name in collected.cells._fields}
    assert (collected.cells.read, len(collected.ratings)) == (len(rows), kept)
    codes = Counter(finding.code for finding in collected.findings)
    assert codes["R102"] + codes["S201"] == expected["invalid"]


@SLOW
@given(st.data())
def test_merged_doubled_unknown_and_nameless_cells_are_on_the_books(fates, data):
    units = data.draw(st.lists(st.sampled_from(["A", "B", None]), min_size=1, max_size=4))
    names = data.draw(st.lists(st.sampled_from(["C1.1", "1.1", "C1.2", "C1.3"]), min_size=1, max_size=4, unique=True))
    rows = [[unit, f"R{at}", *(1 for _ in names)] for at, unit in enumerate(units)]
    collected = fates(("a.xlsx", in_workbook({"Sheet1": [["unit", "rater", *names], *rows]})))
    doubled = 2 * ({"C1.1", "1.1"} <= set(names))
    usable = (len(names) - doubled) * sum(unit is not None for unit in units)
    assert collected.cells.read == len(names) * len(units)
    assert (collected.cells.rated, collected.cells.invalid) == (usable, collected.cells.read - usable)


@pytest.mark.parametrize("shape", ["a.csv", "a.xlsx"])
def test_a_header_without_rows_is_an_empty_ledger(fates, shape):
    table = [["unit", "rater", "criterion", "level"]]
    collected = fates((shape, in_csv(table) if shape == "a.csv" else in_workbook({"Sheet1": table})))
    assert (collected.cells.read, collected.files[0].layout) == (0, "long")
    assert [(finding.code, finding.severity) for finding in collected.findings] == [("S006", "warning")]
