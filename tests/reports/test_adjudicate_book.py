"""The workbook of splits: what stands in it, what can be changed, and that it carries no trace of anybody."""

import io
import re
import warnings
import zipfile

import pytest
from openpyxl import load_workbook

from mcqa.errors import UsageError
from mcqa.lint.engine import load_rubric
from mcqa.reports import adjudicate as adjudicate_report
from mcqa.reports import adjudicate_book
from mcqa.reports.adjudicate import HEADINGS, Cases, adjudicate_document, choices, hanging, row, said_by, stands
from mcqa.reports.adjudicate_book import decisions_workbook
from mcqa.reports.delimited import to_csv
from mcqa.rubric.model import Criterion, Level, Scale
from mcqa.scores.decided.cases import Answer, Case
from mcqa.scores.decided.kept import Entries
from mcqa.scores.rules import Verdict
from mcqa.scoresheets.lists.decisions import read_decisions

SCALE = Scale("ordinal", (Level("no", "Not met", 0.0), Level("some", "Partly met", 1.0), Level("met", "Met", 2.0)))
OTHER = Scale("ordinal", (Level("low", "=Low", 0.0), Level("high", "High, or higher", 1.0)))
DESCRIPTORS = {"no": "Nothing is named.", "some": "Two skills are named.", "met": "One skill is named."}


def criterion(name="C01.1", scale=SCALE, **more):
    texts = DESCRIPTORS if scale is SCALE else {}
    return Criterion(
        id=name, title="One skill", text="It is one.", standard="S01", scale=scale, descriptors=texts, **more
    )


def case(number=1, **more):
    given = {
        "number": number,
        "unit": "MC-01",
        "criterion": criterion(),
        "reason": "range",
        "text": "1 Not met, 1 Met: two levels or more apart",
        "decisive": True,
        "others": 0,
        "answers": (
            Answer("R1", "rated", "met", "", "=HYPERLINK(A1)\nsecond line"),
            Answer("R2", "rated", "no", "", ""),
            Answer("R3", "cannot_tell", None, "", "not in the packet"),
        ),
        "level": "no",
        "met": False,
        "tied": True,
        "because": None,
        "verdict": Verdict.NOT_MET,
    }
    return Case(**(given | more))


@pytest.fixture(scope="module")
def rubric():
    return load_rubric("mpos-qas-reconstruction")


@pytest.fixture
def asked():
    cases = (case(), case(2, unit="=cmd", criterion=criterion("C02.1", OTHER), level=None, because="tie"))
    kept = {("MC-01", "C01.1"): Entries("Met", "-as asked", "@K", "2026-03-02")}
    return Cases(cases=cases, kept=kept, rounds=False)


def opened(content):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(content))


def test_a_row_holds_all_that_speaks_for_one_level_or_another(asked):
    texts = dict(zip(HEADINGS, row(asked.cases[0], asked), strict=True))
    assert texts["What each level asks for"].splitlines() == [
        "Met: One skill is named.",
        "Partly met: Two skills are named.",
        "Not met: Nothing is named.",
    ]
    assert texts["Ratings and comments"].splitlines() == [
        "R1: Met. =HYPERLINK(A1) second line",
        "R2: Not met",
        "R3: Cannot tell. not in the packet",
    ]
    assert texts["As it stands"] == "Not met (a tie was broken); verdict: not met"
    assert (texts["Decision"], texts["Reason"]) == ("Met", "-as asked")


@pytest.mark.parametrize(
    ("decisive", "others", "said"),
    [
        (True, 0, "The verdict hangs on it."),
        (True, 1, "The verdict hangs on it; 1 other component is in the way too."),
        (False, 2, "2 other components are in the way."),
        (False, 0, "The verdict is the same at each level given."),
    ],
)
def test_it_says_what_a_decision_can_change(decisive, others, said):
    assert hanging(case(decisive=decisive, others=others)) == said


def test_an_open_cell_says_why():
    assert stands(case(level=None, because="tie", verdict=Verdict.UNDECIDED)) == "Undecided (a tie); verdict: undecided"


def test_rounds_are_named_where_there_are_several():
    answer = Answer("R1", "rated", "met", "round-2", "")
    assert said_by(answer, SCALE, rounds=True) == "R1 (round-2): Met"
    assert said_by(answer, SCALE, rounds=False) == "R1: Met"


def test_only_the_four_columns_to_fill_in_are_unlocked(asked, rubric):
    sheet = opened(decisions_workbook(asked, rubric))["Decisions"]
    assert tuple(cell.value for cell in sheet[1]) == HEADINGS
    unlocked = {cell.coordinate for cells in sheet.iter_rows() for cell in cells if not cell.protection.locked}
    assert unlocked == {f"{column}{at}" for column in "JKLM" for at in (2, 3)}
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert sheet.freeze_panes == "D2"
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$1:$1", "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    # a cell that nobody filled in is blank, not an empty text
    assert [cell.value for cell in sheet[3]][9:] == [None] * 4


def test_each_decision_is_chosen_from_the_levels_of_its_own_scale(asked, rubric):
    book = opened(decisions_workbook(asked, rubric))
    lists = {str(each.sqref): each.formula1 for each in book["Decisions"].data_validations.dataValidation}
    assert lists == {"J2": "Decisions_1", "J3": "Decisions_2"}
    ranges = {name: book.defined_names[name].attr_text for name in lists.values()}
    chosen = {}
    for name, place in ranges.items():
        sheet, _, cells = place.partition("!")
        chosen[name] = [cell.value for (cell,) in book[sheet][cells.replace("$", "")]]
    assert chosen == {
        "Decisions_1": ["Not met", "Partly met", "Met", "Cannot tell"],
        # a label that begins like a formula stays text
        "Decisions_2": ["'=Low", "High, or higher", "Cannot tell"],
    }
    assert choices(OTHER) == ("=Low", "High, or higher", "Cannot tell")


def test_no_cell_is_a_formula_and_the_same_cells_give_the_same_bytes(asked, rubric):
    content = decisions_workbook(asked, rubric)
    assert content == decisions_workbook(asked, rubric)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8")
            assert "<f>" not in text
            assert not re.search(r"externalLink|<hyperlink", text)
        core = archive.read("docProps/core.xml").decode("utf-8")
        custom = archive.read("docProps/custom.xml").decode("utf-8")
    assert re.findall(r"<dc:creator>(.*?)</dc:creator>", core) in ([], [""])
    assert "<cp:lastModifiedBy></cp:lastModifiedBy>" in core or "lastModifiedBy" not in core
    assert re.findall(r'name="(\w+)"', custom) == [
        "mcqa_adjudication",
        "mcqa_rubric_id",
        "mcqa_rubric_version",
        "mcqa_rubric_sha256",
    ]
    sheet = opened(content)["Decisions"]
    assert sheet["B3"].value == "'=cmd"
    assert sheet["K2"].value == "'-as asked"


def test_what_is_filled_in_is_read_back_as_it_is(asked, rubric, tmp_path):
    (tmp_path / "d.xlsx").write_bytes(decisions_workbook(asked, rubric))
    (tmp_path / "d.csv").write_text(to_csv(adjudicate_document(asked, "").tidied), encoding="utf-8", newline="")
    for name in ("d.xlsx", "d.csv"):
        first, second = read_decisions(tmp_path / name).decisions
        assert first[:6] == ("MC-01", "C01.1", "Met", "-as asked", "@K", "2026-03-02")
        assert (second.unit, second.criterion, second.filled) == ("=cmd", "C02.1", False)
    claim = read_decisions(tmp_path / "d.xlsx").claim
    assert (claim.id, claim.version, claim.sha256) == (rubric.id, rubric.version, rubric.sha256)


def test_a_table_for_people_shows_the_first_and_counts_all(monkeypatch):
    monkeypatch.setattr(adjudicate_report, "MOST_SHOWN", 2)
    cases = (case(), case(2), case(3, decisive=False), case(4, decisive=False))
    table, note, _ = adjudicate_document(Cases(cases=cases, kept={}, rounds=False), "").parts
    assert len(table.rows) == 2
    assert note.text.startswith("4 split cells; the verdict hangs on 2 (*). The first 2 are shown.")


def test_without_a_split_there_is_still_a_workbook_that_says_so(rubric, tmp_path):
    (tmp_path / "d.xlsx").write_bytes(decisions_workbook(Cases(cases=(), kept={}, rounds=False), rubric))
    assert read_decisions(tmp_path / "d.xlsx").decisions == ()


def test_more_cells_than_anybody_decides_are_refused(asked, rubric, monkeypatch):
    monkeypatch.setattr(adjudicate_book, "MOST_ROWS", 1)
    with pytest.raises(UsageError, match="too many"):
        decisions_workbook(asked, rubric)
