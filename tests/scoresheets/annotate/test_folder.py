"""Which files get a copy, under which names, and that every copy reads as its original does."""

import hashlib
import io
import os
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.comments import Comment

from mcqa.errors import InputError
from mcqa.findings import Finding, Location, Severity
from mcqa.scoresheets.annotate.folder import annotated_copies
from mcqa.scoresheets.annotate.fresh import fresh_workbook
from mcqa.scoresheets.files.opened import Opened, OpenedFile
from mcqa.scoresheets.files.read_xlsx import read_xlsx
from mcqa.scoresheets.grid import ErrorValue, Grid, MergedAway
from mcqa.scoresheets.records import RubricClaim

ROOT = Path(__file__).resolve().parents[3]
FAULTY = "unit,rater,criterion,level,comment\nMC-01,R1,C01.1,Metish,=1+1\nMC-01,R1,C01.2,Met,\nMC-01,R1,C01.3,7,\n"
UNREADABLE = {ROOT / "samples" / "messy" / name for name in ("R01.xlsx", "R03.xlsx", "R04.xlsx")}
SAMPLES = [
    path
    for folder in ("messy", "shapes")
    for path in sorted((ROOT / "samples" / folder).iterdir())
    if path.suffix in {".xlsx", ".csv", ".tsv", ".ods", ".xls"} and path not in UNREADABLE
]


def seen(collected):
    """What was read, without the names of files and of the sheet that a text file has none of."""
    ratings = collected.ratings
    rows = [
        (ratings.units[unit], ratings.raters[rater], ratings.criteria[criterion].id, level, status, comment)
        for unit, rater, criterion, level, status, comment in zip(
            ratings.unit.tolist(),
            ratings.rater.tolist(),
            ratings.criterion.tolist(),
            ratings.level.tolist(),
            ratings.status.tolist(),
            ratings.comment,
            strict=True,
        )
    ]
    places = sorted((each.code, each.location.cell or "") for each in collected.findings if each.code != "S007")
    return rows, collected.cells, [(file.layout, file.units, file.raters) for file in collected.files], places


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_copy_reads_as_its_original(path, collect, keep):
    opened, collected = collect(path)
    everything = Finding("R999", "any", Severity.INFO, "something", location=Location(file=str(path)))
    (copy,) = annotated_copies(opened, [*collected.findings, everything])
    assert seen(collect(keep(copy))[1]) == seen(collected)


def with_notes(path):
    """Put notes on ratings and elsewhere into a workbook with a fault; one is on the faulty cell."""
    book = load_workbook(ROOT / "samples" / "messy" / "R02.xlsx")
    for cell, text in (("C11", "Ann:\nlooks odd"), ("C10", "page 4"), ("A1", "a label")):
        book["MC-02"][cell].comment = Comment(text, "Ann")
    book.save(path)
    return path


def test_a_copy_of_a_workbook_with_notes_reads_as_its_original_however_often_it_is_annotated(
    tmp_path, collect, keep, annotate
):
    path = with_notes(tmp_path / "R02.xlsx")
    first = collect(path)[1]
    (copy,) = annotate(path).values()
    again = keep(copy)
    (second,) = annotate(again).values()
    assert list(first.ratings.comment).count("page 4") == 1
    assert seen(collect(again)[1]) == seen(first)
    assert seen(collect(keep(second))[1]) == seen(first)


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_a_new_workbook_has_the_notes_of_its_original(ending, collect, keep, marked):
    path = ROOT / "tests" / "scoresheets" / "files" / "data" / f"notes.{ending}"
    opened, collected = collect(path)
    places = [Location(str(path), sheet="MC-01", cell="B4"), Location(str(path), sheet="MC-02", cell="A1")]
    faults = [Finding("R999", "any", Severity.INFO, "something", hint="look", location=place) for place in places]
    (copy,) = annotated_copies(opened, faults)
    assert copy.rebuilt
    found = marked(copy.content)
    assert found["MC-01", "B4"][1].endswith("who it is for.\n\nmcqa: R999 any\nsomething\nWhat to do: look")
    assert (found["MC-02", "B3"][1], found["MC-02", "A1"][1][:4]) == ("fine", "mcqa")
    again = collect(keep(copy))
    assert [grid.notes for grid in again[0].files[0].grids[:2]] == [grid.notes for grid in opened.files[0].grids]
    assert seen(again[1]) == seen(collected)
    assert "fine" in collected.ratings.comment


def test_a_text_file_becomes_a_workbook_with_the_same_cells(text, annotate, marked):
    copy = annotate(text(FAULTY, "R1.csv"))["R1.xlsx"]
    assert copy.rebuilt
    found = marked(copy.content)
    assert set(found) == {("Sheet1", "D2"), ("Sheet1", "D4")}
    sheet = load_workbook(io.BytesIO(copy.content))["Sheet1"]
    assert [cell.value for cell in sheet[2]] == ["MC-01", "R1", "C01.1", "Metish", "'=1+1"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_two_files_of_one_name_get_two_names(text, book, annotate):
    rows = [("Reviewer", "R03"), ("Component", "Rating"), ("C01.1", "Metish")]
    copies = annotate(text(FAULTY, "R1.csv"), book({"MC-01": rows}, "R1.xlsx"), text(FAULTY, "R1.tsv"))
    assert sorted(copies) == ["R1.csv.xlsx", "R1.tsv.xlsx", "R1.xlsx"]


def test_folders_are_kept_below_the_one_that_holds_all(text, annotate, tmp_path):
    for name in ("a/one.csv", "a/b/two.csv", "c/one.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        text(FAULTY, name)
    assert sorted(annotate(tmp_path)) == ["a/b/two.xlsx", "a/one.xlsx", "c/one.xlsx"]


def test_a_member_of_an_archive_is_copied_below_the_name_of_the_archive(annotate, tmp_path, marked):
    with zipfile.ZipFile(tmp_path / "round.zip", "w") as archive:
        archive.write(ROOT / "samples" / "messy" / "R02.xlsx", "late/R02.xlsx")
        archive.writestr("R1.csv", FAULTY)
    copies = annotate(tmp_path / "round.zip")
    assert {name: copy.rebuilt for name, copy in copies.items()} == {"late/R02.xlsx": False, "R1.xlsx": True}
    assert ("MC-02", "C11") in marked(copies["late/R02.xlsx"].content)


@given(
    names=st.lists(
        st.one_of(
            st.sampled_from(["../../x.csv", "/etc/x.csv", "C:\\x.csv", "con.csv", "a/../b.csv", ".. /y.csv"]), st.text()
        ),
        max_size=4,
        unique=True,
    )
)
def test_no_name_in_an_archive_leads_out_of_the_folder(names):
    from mcqa.scoresheets.annotate.folder import _names

    files = [OpenedFile(f"in.zip/{name}", "", (), None, archive="in.zip") for name in names]
    found = _names(files)
    assert len({name.casefold() for name in found}) == len(names)
    for name in found:
        path = PurePosixPath(name)
        assert not path.is_absolute()
        assert ".." not in path.parts
        assert path.suffix.lower() in {".xlsx", ".xlsm"}
        assert not set(name) & set('<>:"|?*\\\0')


def test_a_file_that_changed_meanwhile_is_refused(text, collect):
    path = text(FAULTY)
    opened, collected = collect(path)
    path.write_text(FAULTY + "MC-01,R1,C02.1,Met,\n", encoding="utf-8")
    with pytest.raises(InputError, match="was changed while it was read"):
        annotated_copies(opened, collected.findings)


def test_a_file_without_sheets_gets_the_list_alone(tmp_path):
    path = tmp_path / "all.parquet"
    path.write_bytes(b"PAR1")
    file = OpenedFile(str(path), hashlib.sha256(b"PAR1").hexdigest(), (), None)
    fault = Finding("S206", "unknown-criterion", Severity.ERROR, "no component", location=Location(str(path), line=7))
    (copy,) = annotated_copies(Opened((file,), ()), [fault])
    book = load_workbook(io.BytesIO(copy.content))
    assert (copy.name, book.sheetnames) == ("all.xlsx", ["mcqa findings"])
    assert next(book.active.iter_rows(min_row=2, values_only=True))[2] == "S206 unknown-criterion"


def test_a_line_is_named_where_there_is_no_cell(tmp_path):
    path = tmp_path / "all.parquet"
    path.write_bytes(b"PAR1")
    file = OpenedFile(str(path), hashlib.sha256(b"PAR1").hexdigest(), (), None)
    fault = Finding("S206", "unknown-criterion", Severity.ERROR, "no component", location=Location(str(path), line=7))
    (copy,) = annotated_copies(Opened((file,), ()), [fault])
    assert next(load_workbook(io.BytesIO(copy.content)).active.iter_rows(min_row=2, values_only=True))[1] == "line 7"


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 3)),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1)
    .filter(lambda text: text.strip() and not text.startswith("'"))
    .filter(
        lambda text: (
            "\ufffe" not in text and "\uffff" not in text and text.strip("\u200b\u200c\u200d\u2060\ufeff ") != ""
        )
    ),
    st.just(ErrorValue("#REF!")),
)


@given(rows=st.lists(st.lists(values, min_size=1, max_size=4).map(tuple), min_size=1, max_size=5).map(tuple))
def test_a_new_workbook_reads_as_the_grid_it_was_made_from(rows):
    content, names = fresh_workbook([Grid("a.ods", "Sheet A", rows)], RubricClaim("try-out", "1.0.0", "ab" * 32))
    (grid,), claim, findings = read_xlsx(content, "a.xlsx")
    assert (names, findings, claim) == ({"Sheet A": "Sheet A"}, (), RubricClaim("try-out", "1.0.0", "ab" * 32))

    def filled(table):
        return {
            (at, column): value
            for at, row in enumerate(table)
            for column, value in enumerate(row)
            if value is not None and not (isinstance(value, str) and not value.strip())
        }

    assert filled(grid.rows) == filled(rows)


def test_merged_blocks_hidden_parts_and_odd_names_of_sheets_are_kept():
    rows = (("a", MergedAway("A1", "a"), 1), (MergedAway("A1", "a"), MergedAway("A1", "a"), 2))
    long = "A name: longer/than 31 characters, twice"
    grids = [
        Grid("a.ods", long, rows, hidden_rows=frozenset({1}), hidden_columns=frozenset({2})),
        Grid("a.ods", long + "!", rows, hidden=True),
    ]
    content, names = fresh_workbook(grids, None)
    assert list(names.values()) == ["A name_ longer_than 31 characte", "A name_ longer_than 31 char (2)"]
    (one, two), _, _ = read_xlsx(content, "a.xlsx")
    assert (one.rows, one.hidden_rows, one.hidden_columns, one.hidden) == (rows, {1}, {2}, False)
    assert two.hidden


def test_names_that_windows_keeps_for_devices_get_another(annotate, text, tmp_path):
    (tmp_path / "aux").mkdir()
    for name in ("con.csv", "aux/LPT1.csv", "aux/console.csv"):
        text(FAULTY, name)
    assert sorted(annotate(tmp_path)) == ["_aux/_LPT1.xlsx", "_aux/console.xlsx", "_con.xlsx"]


def test_an_archive_is_read_once_for_all_copies(tmp_path, collect, monkeypatch):
    path = tmp_path / "round.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for at in range(4):
            archive.writestr(f"R{at}.csv", FAULTY)
    opened, collected = collect(path)
    read = []
    open_file = Path.open

    def note(place, *args):
        read.append(place)
        return open_file(place, *args)

    monkeypatch.setattr(Path, "open", note)
    assert len(annotated_copies(opened, collected.findings)) == 4
    assert read == [path]


@pytest.mark.skipif(os.sep != "/", reason="here the two names are one")
@pytest.mark.parametrize("turned", [False, True])
def test_names_in_an_archive_that_differ_in_their_slashes_are_two(turned, annotate, tmp_path):
    names = ["a/b.csv", "a\\b.csv", "/c.csv"]
    with zipfile.ZipFile(tmp_path / "round.zip", "w") as archive:
        for at, name in enumerate(reversed(names) if turned else names):
            archive.writestr(name, FAULTY.replace("MC-01", f"MC-0{at}"))
    assert sorted(annotate(tmp_path / "round.zip")) == ["a/b.csv.xlsx", "a/b.xlsx", "c.xlsx"]


def test_a_member_that_changed_meanwhile_is_refused(tmp_path, collect):
    path = tmp_path / "round.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("R1.csv", FAULTY)
    opened, collected = collect(path)
    for name, content in (("R1.csv", FAULTY + "MC-01,R1,C02.1,Met,\n"), ("R2.csv", FAULTY)):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, content)
        with pytest.raises(InputError, match="was changed while it was read"):
            annotated_copies(opened, collected.findings)


def test_a_copy_that_is_a_list_alone_says_so(tmp_path, annotate, text):
    path = tmp_path / "all.parquet"
    path.write_bytes(b"PAR1")
    file = OpenedFile(str(path), hashlib.sha256(b"PAR1").hexdigest(), (), None)
    (copy,) = annotated_copies(
        Opened((file,), ()), [Finding("R999", "x", Severity.INFO, "y", location=Location(str(path)))]
    )
    assert (copy.rebuilt, copy.only_list) == (True, True)
    assert not annotate(text(FAULTY, "R1.csv"))["R1.xlsx"].only_list
