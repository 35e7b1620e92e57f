"""Names of files and sheets: sound on every system, and never two that are the same."""

import re

from hypothesis import given
from hypothesis import strategies as st

from mcqa.scoresheets.lists.roster import Person
from mcqa.scoresheets.lists.units import UnitEntry
from mcqa.scoresheets.template.names import file_names, sheet_names
from mcqa.scoresheets.template.plan import Packet
from mcqa.scoresheets.template.workbook import make_templates


def test_file_names_are_safe_everywhere_and_differ_in_more_than_case():
    codes = ("R01", "con", "a/b", "a:b", "Ä", "A\u0308", ".hidden", "_x", "~$R", "...", "x.", "x" * 300, "aux.v2", "李")
    names = file_names(codes, ".xlsx")
    assert names["R01"] == "R01.xlsx"
    assert names["李"] == "李.xlsx"
    assert (names["con"], names["aux.v2"]) == ("reviewer-con.xlsx", "reviewer-aux.v2.xlsx")
    assert len({name.casefold() for name in names.values()}) == len(codes)
    assert names["Ä"] != names["A\u0308"]
    for name in names.values():
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
        assert not name.startswith((".", "_", "~", " "))
        assert len(name.encode()) <= 125


@given(st.lists(st.text(max_size=40), unique=True, max_size=12))
def test_names_never_clash_whatever_the_codes_are(codes):
    files, sheets = file_names(codes, ".xlsx"), sheet_names(codes, ("Instructions", "Rubric"))
    assert len({name.casefold() for name in files.values()}) == len(codes)
    taken = {name.casefold() for name in sheets.values()}
    assert len(taken | {"instructions", "rubric"}) == len(codes) + 2
    for name in sheets.values():
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\]", name)
        assert not name.startswith("'")
        assert not name.endswith("'")


def test_a_code_that_can_stand_as_it_is_keeps_its_name_wherever_it_stands_in_the_list():
    assert sheet_names(["MC/1", "MC-1"], ()) == {"MC/1": "MC-1 (2)", "MC-1": "MC-1"}
    assert sheet_names(["instructions", "History"], ("Instructions",)) == {
        "instructions": "instructions (2)",
        "History": "History-",
    }


def test_changed_names_are_said(rubric, kit):
    units = (UnitEntry("MC: a very long id that no tab of a sheet can hold", line=2), UnitEntry("MC-2"))
    found = make_templates(kit.plan_of(Packet(Person("a/b"), units)), rubric).findings
    assert [(each.code, each.subject, each.value) for each in found] == [
        ("S406", "a/b", "a_b.xlsx"),
        ("S406", units[0].unit, "MC- a very long id that no tab"),
    ]
