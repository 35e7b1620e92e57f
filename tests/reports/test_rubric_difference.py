"""Two versions side by side: the words marked, 80 columns, and the same facts in every form."""

import re
from dataclasses import replace

import pytest

from mcqa.lint.engine import load_rubric
from mcqa.reports.rubric_difference import Compared, change_json, difference_document
from mcqa.reports.rubric_difference_layout import difference_markdown, difference_text
from mcqa.rubric.difference import compare


@pytest.fixture(scope="module")
def rubric():
    return load_rubric("mpos-qas-reconstruction")


@pytest.fixture(scope="module")
def halved(rubric):
    """From three levels to two: much of everything."""
    new = load_rubric("mpos-qas-met-not-met")
    return Compared(rubric, new, compare(rubric, new))


@pytest.fixture
def against(rubric):
    """Compare the shipped rubric with itself after a change of its first component."""

    def run(**given):
        first = rubric.criteria[0]._replace(**given)
        standard = rubric.standards[0]._replace(criteria=(first, *rubric.standards[0].criteria[1:]))
        new = replace(rubric, sha256="0" * 64, standards=(standard, *rubric.standards[1:]))
        return Compared(rubric, new, compare(rubric, new))

    return run


def flat(text):
    return " ".join(text.split())


def test_changed_words_are_marked_and_long_unchanged_stretches_cut(against, rubric):
    text = rubric.criteria[0].text.replace("certifies a single skill", "certifies two skills")
    compared = against(text=text)
    said = flat(difference_text(compared, color=False))
    assert "The micro-credential certifies [-a single skill-] {+two skills+}. Two skills count as" in said
    assert "1 change: 1 that breaks the comparison of ratings." in said
    assert "S01 Competency focus C01.1 One bounded competency breaks text reworded" in said
    assert "no, 1 of 29 C01.1 reviewers rate by other words yes, 28 of 29" in said
    assert "<del>a single skill</del> <ins>two skills</ins>" in difference_markdown(compared)


def test_texts_without_much_in_common_are_shown_one_after_the_other(against):
    said = difference_text(against(title="Nothing alike"), color=False)
    assert re.search(r"\[-One bounded competency-\]\n +\{\+Nothing alike\+\}\n", said)


def test_lines_keep_to_80_columns_and_colour_says_the_same(halved):
    bare = difference_text(halved, color=False)
    assert [line for line in bare.splitlines() if len(line) > 80 or line != line.rstrip()] == []
    colored = difference_text(halved, color=True)
    assert "[-" not in colored
    assert all(line.count("\x1b[0m") == len(re.findall(r"\x1b\[[1-9]", line)) for line in colored.splitlines())
    unmarked = re.sub(r"\[-|-\]|\{\+|\+\}", "", bare)
    assert flat(re.sub(r"\x1b\[[\d;]*m", "", colored)) == flat(unmarked)


def test_markdown_is_tables_of_one_width(halved, markdown_tables):
    tables = markdown_tables(difference_markdown(halved))
    assert len(tables) == 1 + 13 + 1
    for table in tables:
        assert {len(row) for row in table} == {len(table[0])}


def test_data_holds_what_people_are_shown(halved):
    document = difference_document(halved)
    results = document.answer
    changes = halved.difference.changes
    assert len(document.tidied.rows) == len(results["changes"]) == results["summary"]["total"] == len(changes)
    assert results["summary"]["breaks"] == sum(change.breaking for change in changes)
    assert sum(results["summary"]["components"].values()) == len(results["components"]) == 29
    assert {each["comparable"] for each in results["components"]} == {"no"}
    assert all(change["breaking"] is (change["effect"] == "breaks") for change in results["changes"])


def test_words_of_a_change_add_up_to_both_texts(against, rubric):
    before = rubric.criteria[0].text
    compared = against(text=before.replace("single", "sole"))
    data = change_json(compared.difference.changes[0])
    kept = "".join(word["text"] for word in data["words"] if word["op"] != "added")
    assert flat(kept) == flat(before) == flat(data["before"])


def test_an_example_moved_to_another_level_names_both(against, rubric):
    anchors = rubric.criteria[0].anchors
    compared = against(anchors=(anchors[0]._replace(level="met"), *anchors[1:]))
    assert 'example of "Partly met" moved to "Met"' in difference_text(compared, color=False)


def test_what_an_overlay_adds_is_told_as_its_own(rubric):
    extra = rubric.criteria[0]._replace(id="C01.9", title="State list", text="Other words.", added_by="state")
    extra = extra._replace(descriptors={level: f"{level} of the list." for level in extra.descriptors})
    first = rubric.standards[0]._replace(criteria=(*rubric.standards[0].criteria, extra))
    last = rubric.standards[0]._replace(id="S14", title="State rules", criteria=(), added_by="state")
    new = replace(
        rubric, id="state", extends=rubric.id, sha256="0" * 64, standards=(first, *rubric.standards[1:], last)
    )
    compared = Compared(rubric, new, compare(rubric, new))
    said = flat(difference_text(compared, color=False))
    assert "C01.9 State list breaks component added by state" in said
    assert "S14 State rules changes standard added by state" in said
    assert f"rubric that it extends: none -> {rubric.id}" in said
    assert "component added by state" in difference_markdown(compared)


def test_no_difference_is_said_and_why_the_files_may_differ_all_the_same(rubric):
    same = Compared(rubric, rubric, compare(rubric, rubric))
    assert "No difference: the two are the same file." in difference_text(same, color=False)
    other = Compared(rubric, replace(rubric, sha256="0" * 64), compare(rubric, rubric))
    assert "No difference: the files differ only in comments" in flat(difference_text(other, color=False))


def test_a_version_that_says_too_little_is_noted(against):
    said = flat(difference_text(against(text="Another demand."), color=False))
    assert "raise it to 0.2.0 or 1.0.0." in said


def test_a_control_character_does_not_reach_the_terminal(against):
    assert "\x1b" not in difference_text(against(title="a\x1b[2Jb", text="c\x1b[2Jd"), color=False)
