"""Rounds: what a run reports decides, what does not hold is dropped, and nothing but the fault changes."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mcqa.findings import Finding, Location, Severity
from mcqa.lint.engine import lint_bytes
from mcqa.lint.fixable import FIXABLE
from mcqa.lint.fixing import Applied, fix
from mcqa.lint.fixing.edit import FIXERS
from mcqa.lint.settings import Settings
from mcqa.rubric import text as rubric_text
from mcqa.rubric.bundled import shipped
from mcqa.rubric.python_loader import PythonLoader
from mcqa.rubric.read import read_rubric
from mcqa.rubric.text import parse

HERE = Path(__file__).parent
STRUCTURE = Settings(select=("L0", "L1"))
RUBRICS = {name: path.read_text(encoding="utf-8") for name, path in shipped().items()}
SOUND = (HERE.parent / "cases" / "L102" / "good.yaml").read_text(encoding="utf-8")
MODEST = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# of one line only
DESCRIPTOR = re.compile(r" {10}(not_met|partly_met|met): [^>|].*\n")
PIECES = [
    "{", "}", "[", "]", ": ", "- ", "\n", "\n  ", "\t", "\r", " \n", "'", '"', "&a ", "*a", "? ", "| ", "> ", "# ",
    "---\n", "!!int ", "<<: ", "null", "Yes", "012", "'0'", "1e999", "off", "''", "[]", "{}", "[a, b]: c", "\ufeff",
    "é", "levels:", "extends: mpos-qas-reconstruction\n", "Met: ", "score: 3", "score: ", "roles: [Developer]\n",
    "v1.0", "cut: MET\n",
]  # fmt: skip


def report(content):
    return lint_bytes(content, file="f.yaml", folder=HERE, settings=STRUCTURE).findings


def mended(content):
    return fix(content, file="f.yaml", folder=HERE, findings=report(content), report=report)


def hold(content):
    """Hold what is true of any bytes: it ends, it mends once and for all, and it makes nothing worse."""
    once = mended(content)
    assert mended(once.content) == (once.content, ())
    assert (once.content != content) == bool(once.applied)
    before, after = report(content), report(once.content)
    assert {each.code for each in once.applied} <= set(FIXERS)
    if once.content != content:
        assert parse(once.content, "f.yaml").root is not None
        errors = [
            sum(each.code in codes for each in found) for found in (before, after) for codes in [{"L001", "L008"}]
        ]
        assert errors[1] <= errors[0]
    return once


@MODEST
@given(st.binary(max_size=300))
def test_any_bytes(content):
    hold(content)


@MODEST
@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_any_pieces_of_yaml(pieces):
    hold("".join(pieces).encode())


@settings(MODEST, max_examples=120)
@given(st.data())
def test_a_rubric_with_anything_done_to_it(data):
    lines = SOUND.splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        piece = data.draw(st.sampled_from(PIECES))
        column = data.draw(st.integers(0, len(lines[at])))
        what = data.draw(st.sampled_from(["drop", "double", "move", "put"]))
        lines[at : at + 1] = {
            "drop": [],
            "double": [lines[at]] * 2,
            "move": [lines[-1], lines[at]],
            "put": [lines[at][:column] + piece + lines[at][column:]],
        }[what]
        lines = lines or [""]
    hold("".join(lines).encode())


def _swapped(text, data):
    """Exchange two descriptors that stand below each other, where each is one line."""
    lines = text.splitlines(keepends=True)
    places = [
        index
        for index in range(len(lines) - 1)
        if all(DESCRIPTOR.fullmatch(line) for line in lines[index : index + 2])
        and not (lines[index + 2 : index + 3] or [""])[0].startswith(" " * 11)
    ]
    if places:
        at = data.draw(st.sampled_from(places))
        lines[at], lines[at + 1] = lines[at + 1], lines[at]
    return "".join(lines)


def _spelt(text, data):
    """Write one name or word in another way."""
    ways = [
        ("  cut: met\n", "  cut: Met\n"),
        ("consensus: majority", "consensus: MAJORITY"),
        ("  - cannot_tell\n", "  - Cannot-tell\n"),
        ("          - developer\n", "          - Developer\n"),
        ("          met: ", "          Met: "),
        ("      score: 0\n", "      score: '0'\n"),
        ("  min_ratings: 2\n", '  min_ratings: "2"\n'),
    ]
    there = [(old, new) for old, new in ways if old in text]
    if not there:
        return text
    old, new = data.draw(st.sampled_from(there))
    places = [index for index in range(len(text)) if text.startswith(old, index)]
    at = data.draw(st.sampled_from(places))
    return text[:at] + new + text[at + len(old) :]


def _spaced(text, data):
    """Put blanks behind some lines of plain text."""
    lines = text.split("\n")
    for _ in range(3):
        at = data.draw(st.integers(0, len(lines) - 2))
        # a tab on an empty line is no YAML to some parsers
        lines[at] += data.draw(st.sampled_from([" ", "  ", "\t" if lines[at].strip() else " "]))
    return "\n".join(lines)


@settings(MODEST, max_examples=80)
@given(st.data())
def test_nothing_but_the_fault_changes(data):
    sound = RUBRICS[data.draw(st.sampled_from(sorted(RUBRICS)))]
    text = sound
    damages = [
        _swapped,
        _spelt,
        _spelt,
        _spaced,
        lambda given, _: given.rstrip("\n"),
        lambda given, _: f"{given}\n\n\n",
        lambda given, _: given.replace("\n", "\r\n"),
        lambda given, _: f"\ufeff{given}",
    ]
    for damage in data.draw(st.lists(st.sampled_from(damages), min_size=1, max_size=4)):
        if "\r" not in text and not text.startswith("\ufeff"):
            text = damage(text, data)
    once = hold(text.encode())
    assert once.content.decode() == sound
    assert read_rubric(parse(once.content, "f")).data == read_rubric(parse(sound.encode(), "f")).data


def test_only_what_is_reported_is_mended(sound, tmp_path, report):
    text = sound.replace("cut: met", "cut: Met ").replace("consensus: majority", "consensus: Majority").encode()
    findings = [each for each in report(text) if each.code == "L103"]
    fixed = fix(text, file="r.yaml", folder=tmp_path, findings=findings)
    assert fixed.content == text.replace(b"cut: Met ", b"cut: met ")
    line = sound[: sound.index("cut: met")].count("\n") + 1
    assert fixed.applied == (Applied("L103", "unknown-level", line, "write met"),)
    assert fix(text, file="r.yaml", folder=tmp_path, findings=()) == (text, ())
    assert fix(text, file="other.yaml", folder=tmp_path, findings=findings) == (text, ())


def test_what_a_comment_silences_is_left_in_every_round(mend, sound):
    text = sound.replace("title: Reading log", "title: Yes # mcqa: ignore[L003] a name")
    text = text.replace("cut: met", "cut: Met")
    assert mend(text) == (text.replace("cut: Met", "cut: met"), ["L103"])


def test_without_a_report_no_other_code_is_mended_later(sound, tmp_path, report):
    text = sound.replace("title: Sources", "title: On: sources ").replace("cut: met", "cut: Met").encode()
    findings = report(text)
    assert [each.code for each in findings] == ["L001"]
    fixed = fix(text, file="r.yaml", folder=tmp_path, findings=findings)
    assert fixed.content == text.replace(b"On: sources ", b'"On: sources" ')


def test_a_finding_that_is_not_there_does_no_harm(sound, tmp_path):
    for code in FIXERS:
        for line, column in [(None, None), (0, 0), (1, 1), (9, 3), (10**6, 1)]:
            place = Location(file="r.yaml", line=line, column=column)
            finding = Finding(code=code, name="x", severity=Severity.ERROR, message="x", location=place, subject="x")
            fixed = fix(sound.encode(), file="r.yaml", folder=tmp_path, findings=[finding])
            assert read_rubric(parse(fixed.content, "f")).data == read_rubric(parse(sound.encode(), "f")).data, code


def test_many_edits_of_which_one_does_not_hold(mend, sound):
    # the second key of this name is not read, so that nobody could see what mending it does
    text = sound.replace("consensus: majority", "consensus: Majority\n  consensus: Median")
    text = text.replace("roles: [developer]\n", "roles: [Developer]\n").replace("cut: met", "cut: MET")
    mended_text, codes = mend(text)
    assert mended_text == sound.replace("consensus: majority", "consensus: majority\n  consensus: Median")
    assert sorted(codes) == ["L006", "L103", "L106"]


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="there is one parser only")
def test_the_parser_in_python_gives_the_same(monkeypatch, mend, sound):
    text = sound.replace("cut: met", "cut: Met").replace("score: 1}", "score: '1'}").replace("\n", " \r\n")
    text = text.replace("score: 2", "score: -2").replace("title: Dates", "title: >-\r\n      Dates ")
    in_c = mend(text)
    monkeypatch.setattr(rubric_text, "_Loader", PythonLoader)
    assert mend(text) == in_c
    assert in_c[1]


@pytest.mark.parametrize("name", sorted(RUBRICS))
def test_a_shipped_rubric_has_nothing_to_mend(name):
    assert mended(RUBRICS[name].encode()).applied == ()


def test_the_codes_that_are_said_to_be_mended_are_those_that_have_a_fixer():
    assert set(FIXERS) == FIXABLE


def test_a_file_many_times_larger_than_a_rubric_is_left_alone(mend):
    small = SOUND + "glossary:\n" + "".join(f"  t{number}: yes\n" for number in range(50))
    large = SOUND + "glossary:\n" + "".join(f"  t{number}: yes\n" for number in range(20_000))
    assert mend(small)[1] == ["L003"] * 50
    assert mend(large) == (large, [])
