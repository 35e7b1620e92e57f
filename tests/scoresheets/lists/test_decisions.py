"""Files of decisions: whatever is filled in comes back, and a file that does not say what was decided is refused."""

import datetime as dt

import pytest
from openpyxl import Workbook

from mcqa.errors import InputError
from mcqa.scoresheets.lists.decisions import decisions_in, read_decisions

HEAD = "Micro-credential,Component,Decision,Reason,Decided by,Date\n"


@pytest.fixture
def written(tmp_path):
    def write(text, name="decisions.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return write


def test_a_row_comes_back_as_it_was_typed(written):
    path = written(HEAD + 'MC-01,C01.1,Met,"One artifact, as asked",K. Ortiz,2026-03-02\nMC-02, C01.2 ,,,,\n')
    found = read_decisions(path)
    first, second = found.decisions
    assert first[:6] == ("MC-01", "C01.1", "Met", "One artifact, as asked", "K. Ortiz", "2026-03-02")
    assert (first.place.line, first.place.cell) == (2, "C2")
    assert (second.unit, second.criterion, second.filled, second.decided) == ("MC-02", "C01.2", False, False)
    assert found.filled == (first,)
    assert len(found.sha256) == 64
    assert found.findings == ()


@pytest.mark.parametrize(
    "head",
    [
        "unit,criterion,decision,reason,decided_by,decided_on",
        "Date,ADJUDICATOR,Rationale,Final decision,component id,MC",
        "No.,Micro-credential,Component,Title,Why it is split,As it stands,Decision,Reason,Decided by,Date",
    ],
)
def test_columns_are_known_by_their_words_in_any_order(head, written):
    texts = {"date": "today", "decided on": "today", "adjudicator": "K", "decided by": "K", "rationale": "why"}
    texts |= {"reason": "why", "final decision": "Met", "decision": "Met", "mc": "MC-01", "unit": "MC-01"}
    texts |= {"micro credential": "MC-01", "component": "C01.1", "component id": "C01.1", "criterion": "C01.1"}
    words = [word.lower().replace("_", " ").replace("-", " ") for word in head.split(",")]
    (found,) = read_decisions(written(f"{head}\n{','.join(texts.get(word, '-') for word in words)}\n")).decisions
    assert found[:6] == ("MC-01", "C01.1", "Met", "why", "K", "today")


def test_a_workbook_gives_numbers_and_dates_as_they_are_shown(tmp_path):
    book = Workbook()
    book.active.append(["A title over it all"])
    book.active.append(["Micro-credential", "Component", "Decision", "Date"])
    book.active.append([7, "C01.1", 2, dt.date(2026, 3, 2)])
    book.save(tmp_path / "d.xlsx")
    (found,) = read_decisions(tmp_path / "d.xlsx").decisions
    assert (found.unit, found.value, found.decided_on, found.place.cell) == ("7", 2, "2026-03-02", "C3")


def test_a_row_that_does_not_say_which_cell_is_a_finding_and_the_others_count(written):
    found = read_decisions(written(HEAD + "MC-01,,Met,,,\n,C01.1,,why,,\n,,,,,\nMC-02,C01.1,Met,,,\n"))
    assert [decision.unit for decision in found.decisions] == ["MC-02"]
    assert [(each.code, each.location.line) for each in found.findings] == [("S403", 2), ("S403", 3)]
    assert "no component" in found.findings[0].message


def test_without_a_column_of_decisions_there_is_nothing_to_read(written):
    path = written("unit,rater,criterion,level\nMC-01,R1,C01.1,Met\n")
    assert decisions_in(path) is None
    with pytest.raises(InputError, match="no column of decisions"):
        read_decisions(path)


def test_an_empty_file_holds_no_decisions(written):
    assert decisions_in(written("")) is None


@pytest.mark.parametrize(
    ("head", "codes"),
    [
        ("Component,Decision", ["S401"]),
        ("Micro-credential,Decision", ["S401"]),
        ("MC,Component,Decision,Final decision", ["S103", "S103"]),
        ("MC,Micro-credential,Decision,Reason,Rationale", ["S401", *["S103"] * 4]),
    ],
)
def test_columns_that_are_missing_or_mean_the_same_are_told_at_once(head, codes, written):
    with pytest.raises(InputError) as stopped:
        read_decisions(written(f"{head}\na,b,c,d,e\n"))
    assert [each.code for each in stopped.value.findings] == codes


def test_what_cannot_be_read_is_one_message(tmp_path):
    with pytest.raises(InputError, match="is a folder"):
        read_decisions(tmp_path)
    with pytest.raises(InputError, match="there is no file"):
        read_decisions(tmp_path / "nowhere.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(InputError) as stopped:
        read_decisions(tmp_path / "broken.xlsx")
    assert [each.code for each in stopped.value.findings] == ["S001"]
