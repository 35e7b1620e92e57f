"""Findings as values: how they weigh, where they stand, and what of them goes to JSON."""

import unicodedata

import pytest

from mcqa.findings import ESCAPES, Finding, Kind, Location, Severity, visible

KIND = Kind("L999", "an-example", Severity.WARNING)

# embeddings, overrides and isolates, and what ends them
BIDIRECTIONAL = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def test_severities_weigh_in_order():
    assert sorted(Severity, key=lambda each: each.rank) == [Severity.INFO, Severity.WARNING, Severity.ERROR]
    assert [each.rank for each in Severity] == [2, 1, 0]
    assert f"{Severity.ERROR}" == "error"


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Location(), ""),
        (Location(file="r.yaml"), "r.yaml"),
        (Location(file="r.yaml", line=12), "r.yaml:12"),
        (Location(file="r.yaml", line=12, column=5), "r.yaml:12:5"),
        (Location(file="r.xlsx", sheet="MC 2"), "r.xlsx  MC 2"),
        (Location(file="r.xlsx", sheet="MC 2", cell="C7"), "r.xlsx  MC 2!C7"),
        (Location(sheet="MC 2", cell="C7"), "MC 2!C7"),
    ],
)
def test_a_place_is_written_as_far_as_it_is_known(place, text):
    assert str(place) == text


def test_json_has_every_part_and_null_for_what_is_absent():
    place = Location(file="r.yaml", line=3, column=4)
    found = KIND.at(place, "said", hint="do", subject="C01.1", value="x")
    assert found.to_json() == {
        "code": "L999",
        "name": "an-example",
        "severity": "warning",
        "message": "said",
        "hint": "do",
        "file": "r.yaml",
        "line": 3,
        "column": 4,
        "sheet": None,
        "cell": None,
        "subject": "C01.1",
        "value": "x",
    }
    assert list(Finding("L999", "n", Severity.INFO, "m").to_json().values())[4:] == [None] * 8


def test_what_a_file_holds_cannot_drive_a_terminal():
    found = KIND.at(Location(), "a \x1b[31mred\x07\nline\x9b and \u202eback", hint="\x1b[2J", value="\x1b")
    assert found.message == r"a \x1b[31mred\x07\nline\x9b and \u202eback"
    assert found.hint == r"\x1b[2J"
    assert found.value == "\x1b"


def test_a_text_of_several_lines_keeps_them_and_what_would_be_obeyed_is_written_out():
    assert visible("a\nb\tc é 日 \x1b[0m\x00\x85\r") == "a\nb\tc é 日 \\x1b[0m\\x00\\x85\\r"
    assert visible("a\u202eb\u2066c\u2028d") == r"a\u202eb\u2066c\u2028d"


def test_no_character_that_a_terminal_obeys_is_left_out():
    every = {chr(number) for number in range(0x3000)}
    obeyed = {char for char in every if unicodedata.category(char) in {"Cc", "Zl", "Zp"}}
    turned = {char for char in every if unicodedata.bidirectional(char) in BIDIRECTIONAL}
    assert {chr(number) for number in ESCAPES} == obeyed | turned


def test_other_letters_stay_as_they_are():
    said = "größe — „Zitat“ 微證書 \u00a0 👩\u200d🏫"
    assert KIND.at(Location(), said).message == said
