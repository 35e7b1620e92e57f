"""Every kind of finding has a page, every page is true of the program, and docs/rules.md is made from them."""

import os
import re
from pathlib import Path

import pytest

from mcqa.explanations.documentation import documentation_of, documented, parse, reference
from mcqa.findings import Severity
from mcqa.lint.engine import load_rubric
from mcqa.ratings.build import build_ratings
from mcqa.ratings.plain import build_plain
from mcqa.recommendations.model import Action
from mcqa.recommendations.policy import Policy
from mcqa.reports.finding_pages import FAMILIES, finding_pages, manual, reference_in_full
from mcqa.scoresheets.files.opened import open_sheets
from mcqa.scoresheets.plain import read_plain
from mcqa.scoresheets.read import read_sheets

ROOT = Path(__file__).resolve().parents[2]
PAGES = finding_pages()
BY_CODE = {page.kind.code: page for page in PAGES}
DECLARED = re.compile(r"(?:Kind|rule|wording)\(\s*\"([LSRD]\d{3})\",\s*\"([a-z0-9-]+)\"")
# levels of a file without a rubric are read on another way
WITHOUT_RUBRIC = {"R110"}
SHEETS = [page.kind.code for page in PAGES if page.kind.code[0] in "SR" and not page.documentation.in_words]
# what no text file can hold, and what is wrong with a whole file
IN_WORDS = {
    *(f"S0{number:02d}" for number in range(1, 12)),
    "L010",
    "R103",
    "R111",
    "R112",
    "R113",
    *(f"R1{number}" for number in range(15, 20)),
    "R121",
    "R122",
    "R123",
    "R124",
    "R125",
    "S106",
    "S107",
    "S109",
    "S110",
    "S116",
    "S205",
    "S208",
    "S301",
    *(f"S40{digit}" for digit in range(1, 8)),
}


def ids(page):
    return page.kind.code


def test_every_kind_declared_in_the_code_has_a_page():
    declared = {}
    for path in (ROOT / "mcqa").rglob("*.py"):
        declared |= dict(DECLARED.findall(path.read_text(encoding="utf-8")))
    assert len(declared) > 60
    assert {page.kind.code: page.kind.name for page in PAGES} == declared


def test_every_written_page_is_of_a_kind_with_that_name():
    assert set(documented()) <= {page.name for page in PAGES}
    assert len(set(documented())) == len(documented())


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_a_page_has_its_parts(page):
    parts = page.documentation
    assert re.fullmatch(r"[A-Z`\"][^\n]*\.", parts.summary)
    assert len(parts.summary) <= 120
    assert parts.why.endswith(".")
    assert parts.why_in_one_sentence.endswith(".")
    assert len(parts.why_in_one_sentence) <= 200
    assert parts.bad
    assert parts.good
    assert parts.bad != parts.good
    # a summary has one sentence, and what comes after it is separated by an empty line
    assert not re.search(r"[.?!] [A-Z]", parts.summary)


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_examples_are_read_by_the_program_wherever_it_can_read_them(page):
    code = page.kind.code
    assert page.documentation.in_words == (code[0] == "D" or code in IN_WORDS)


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_every_source_is_in_the_list_of_literature(page):
    for source in page.documentation.sources:
        assert reference(source), source
        assert reference_in_full(source).startswith(f"{source}. ")


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_a_page_names_only_codes_that_exist(page):
    parts = page.documentation
    named = re.findall(r"\b[LSRD]\d{3}\b", " ".join((parts.summary, *parts.notes, parts.why, parts.good)))
    assert set(named) <= BY_CODE.keys()


def test_every_page_stands_in_one_family():
    assert {page.family for page in PAGES} <= FAMILIES.keys()
    family = {page.kind.code: page.family for page in PAGES}
    assert (family["L008"], family["L101"], family["L901"]) == (
        "Reading a rubric",
        "Structure of a rubric",
        "Suppression",
    )


# --- what is said of scoresheets and ratings


def found(code, text, folder):
    path = folder / "ratings.csv"
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    opened = open_sheets([str(path)])
    if code in WITHOUT_RUBRIC:
        return build_plain(read_plain(opened, "auto", None), None).collected.findings
    rubric = load_rubric("mpos-qas-reconstruction")
    return build_ratings(read_sheets(opened, rubric), rubric).findings


@pytest.mark.parametrize("code", SHEETS)
def test_the_bad_sheet_gives_the_finding(code, tmp_path):
    findings = found(code, BY_CODE[code].documentation.bad, tmp_path)
    assert code in [each.code for each in findings], findings


@pytest.mark.parametrize("code", SHEETS)
def test_the_good_sheet_gives_neither_the_finding_nor_an_error(code, tmp_path):
    findings = found(code, BY_CODE[code].documentation.good, tmp_path)
    assert code not in [each.code for each in findings], findings
    assert not [each for each in findings if each.severity is Severity.ERROR], findings


def test_a_sheet_that_breaks_off_within_quotes_is_what_the_page_of_s001_says(tmp_path):
    (line,) = re.findall(r"`(MC[^`]*)`", BY_CODE["S001"].documentation.bad)
    (mended,) = re.findall(r"`(MC[^`]*)`", BY_CODE["S001"].documentation.good)
    for text, codes in ((line, ["S001"]), (mended, [])):
        findings = found("S001", f"unit,rater,criterion,level\n{text}", tmp_path)
        assert [each.code for each in findings if each.code.startswith("S")] == codes


# --- what is said of the diagnosis


def thresholds():
    policy = Policy()
    found = {name: getattr(policy, name) for name in policy.to_json() if name != "yardstick"}
    return found | {f"yardstick.{name}": getattr(policy.yardstick, name) for name in policy.yardstick.__slots__}


@pytest.mark.parametrize("page", [page for page in PAGES if page.kind.code[0] == "D"], ids=ids)
def test_thresholds_and_actions_of_a_reason_are_those_of_the_policy(page):
    known = thresholds()
    actions = {action.value for action in Action}
    text = " ".join(page.documentation.notes)
    for name, number in re.findall(r"`([a-z_.]+)`(?: \((\d[\d.,]*)\))?", text):
        assert name in known.keys() | actions | {"visible_in", "decided_by"}, name
        if number:
            assert known[name] == pytest.approx(float(number)), name


def test_asked_agreement_and_replicates_are_those_of_the_policy():
    text = " ".join(documentation_of("D201").notes)
    yardstick = Policy().yardstick
    asked = dict(yardstick.exact_agreement)
    assert f"{asked[2]:.0%} of the pairs on two levels, {asked[3]:.0%} on three".replace("%", " %") in text
    assert f"{yardstick.replicates:,} simulated pilots" in text


# --- taking a documentation apart


DOCSTRING = """Two levels differ only by a degree word.

        It is not said where a number follows,
        or a list.

        A second note.

        Why: reviewers weigh "mostly" e.g. by mood. Then they differ.
        Source: Moskal & Leydens (2000);
            Popham (1997).
        Bad:
            levels:
              met: Mostly there.

              # a comment
        Good:
            levels:
              met: Four of five are there.
        """


def test_a_docstring_is_taken_apart():
    parts = parse(DOCSTRING)
    assert parts.summary == "Two levels differ only by a degree word."
    assert parts.notes == ("It is not said where a number follows, or a list.", "A second note.")
    assert parts.why == 'reviewers weigh "mostly" e.g. by mood. Then they differ.'
    assert parts.why_in_one_sentence == 'reviewers weigh "mostly" e.g. by mood.'
    assert parts.sources == ("Moskal & Leydens (2000)", "Popham (1997)")
    assert parts.bad == "levels:\n  met: Mostly there.\n\n  # a comment"
    assert parts.good == "levels:\n  met: Four of five are there."
    assert not parts.in_words


def test_a_docstring_without_its_margin_is_taken_apart_alike():
    first, *rest = DOCSTRING.splitlines()
    assert parse("\n".join([first, *(line[8:] for line in rest)])) == parse(DOCSTRING)


def test_an_example_behind_its_word_is_a_sentence():
    parts = parse("A file.\n\nBad: One that\nis broken.\nGood: One that is whole.")
    assert (parts.bad, parts.good, parts.in_words) == ("One that is broken.", "One that is whole.", True)


@pytest.mark.parametrize("text", ["", "One sentence.", "One sentence.\n\n", "\n"])
def test_what_is_not_there_is_empty(text):
    parts = parse(text)
    assert parts.summary == text.strip()
    assert (parts.notes, parts.why, parts.sources, parts.bad, parts.good) == ((), "", (), "", "")
    assert parts.why_in_one_sentence == ""


def test_a_kind_without_a_page_is_an_error_of_ours():
    with pytest.raises(KeyError):
        documentation_of("L999")
    assert reference("Nobody (1999)") is None


def test_docs_are_made_from_the_pages():
    path = ROOT / "docs" / "rules.md"
    if os.environ.get("MCQA_UPDATE_DOCS"):
        path.write_text(manual(), encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == manual()


def test_links_of_the_index_lead_to_headings():
    text = manual()
    slugs = {heading.lower().replace(" ", "-") for heading in re.findall(r"^### (.*)$", text, re.MULTILINE)}
    links = re.findall(r"^\| \[\w+\]\(#([\w-]+)\)", text, re.MULTILINE)
    assert len(links) == len(PAGES)
    assert set(links) == slugs
    assert max(len(line) for line in text.splitlines() if not line.startswith(("|", " "))) <= 120
