"""A comment silences what it names, where it stands, and says so when it silences nothing."""

import pytest

from mcqa.lint.engine import lint_bytes
from mcqa.lint.settings import Settings

L111 = Settings(select=("L111", "L102", "L901"))
LINE = "          met: Every claim names its source.\n"
SAME = "          met: No claim names its source.\n"


@pytest.fixture
def wrong(sound):
    """A rubric in which two levels of C01.1 read the same."""
    return sound.replace(LINE, SAME)


def codes(found):
    return [code for code, _, _ in found.short]


def line_of(text, part):
    return next(number for number, line in enumerate(text.splitlines(), start=1) if part in line)


def test_a_comment_at_the_end_of_the_line_silences_it(lint, wrong):
    assert codes(lint(wrong, L111)) == ["L111"]
    assert codes(lint(wrong.replace(SAME, SAME[:-1] + "  # mcqa: ignore[L111] on purpose\n"), L111)) == []
    assert codes(lint(wrong.replace(SAME, SAME[:-1] + "  # mcqa:ignore[ L102 ,l111]\n"), L111)) == ["L901"]


def test_the_reason_is_kept_with_the_finding(wrong, tmp_path):
    text = wrong.replace(SAME, SAME[:-1] + " # mcqa: ignore[L111] both are asked for\n")
    linted = lint_bytes(text.encode(), file="r.yaml", folder=tmp_path, settings=L111)
    assert [(each.finding.code, each.reason) for each in linted.silenced] == [("L111", "both are asked for")]
    assert linted.rubric is None, "a silenced error is an error all the same"


@pytest.mark.parametrize(
    "block",
    [
        "          met: >-  # mcqa: ignore[L111] reason\n            No claim names\n            its source.\n",
        "          met: |-  # mcqa: ignore[L111]\n            No claim names its source.\n",
        "          met: No claim names\n            its source. # mcqa: ignore[L111] at the end of two lines\n",
        "          met:  # mcqa: ignore[L111]\n            No claim names its source.\n",
        "          met: 'No claim names\n            its source.'  # mcqa: ignore[L111]\n",
        "          met: No claim names its source.\t# mcqa: ignore[L111]\n",
    ],
)
def test_all_lines_of_a_text_are_one_place(lint, wrong, block):
    assert codes(lint(wrong.replace(SAME, block), L111)) == []


def test_the_next_text_is_another_place(lint, wrong):
    block = "          partly_met: >-  # mcqa: ignore[L111]\n            At least one claim names its source.\n"
    text = wrong.replace(
        "          partly_met: At least one claim names its source, and at least one does not.\n", block
    )
    assert sorted(codes(lint(text, L111))) == ["L111", "L901"]


@pytest.mark.parametrize("place", ["# mcqa: ignore-file[L111] reason\n{}", "{}# mcqa: ignore-file[L111]\n"])
def test_a_comment_on_a_line_of_its_own_silences_the_file(lint, wrong, place):
    assert codes(lint(place.format(wrong), L111)) == []


@pytest.mark.parametrize(
    ("comment", "says", "hint"),
    [
        ("# mcqa: ignore[L111]", "nothing is found that ignore[L111] could silence in this line", "remove the code"),
        ("# mcqa: ignore[L999]", '"L999", which is no code', "`mcqa explain` lists"),
        ("# mcqa: ignore[L1111]", '"L1111", which is no code', "did you mean L111?"),
        ("# mcqa: ignore", "names no code", "ignore[L201]"),
        ("# mcqa: ignore[]", "names no code", "ignore[L201]"),
        ("# mcqa: ignroe[L111]", 'no comment "ignroe"', "ignore[CODE]"),
        ("# mcqa: ignore-file[L111]", "has to stand on a line of its own", "move it"),
    ],
)
def test_a_comment_that_does_nothing_is_told(lint, sound, comment, says, hint):
    text = sound.replace("id: reading-log\n", f"id: reading-log  {comment}\n")
    (finding,) = lint(text, L111).findings
    assert finding.code == "L901"
    assert (finding.location.line, finding.location.column) == (line_of(text, comment), len("id: reading-log  ") + 1)
    assert says in finding.message
    assert hint in finding.hint


def test_a_line_of_its_own_is_no_end_of_a_line(lint, sound):
    (finding,) = lint("# mcqa: ignore[L111]\n" + sound, L111).findings
    assert "end of the line" in finding.message


@pytest.mark.parametrize(
    "block",
    [
        "          met: >-\n            Every claim names its source. # mcqa: ignore[L111]\n",
        "          met: 'Every claim names its source. # mcqa: ignore[L111]'\n",
    ],
)
def test_a_comment_inside_a_text_is_told_to_be_text(lint, sound, block):
    (finding,) = lint(sound.replace(LINE, block), L111).findings
    assert finding.code == "L901"
    assert "part of a text" in finding.message


def test_a_code_that_was_not_looked_for_is_left_alone(lint, sound):
    text = sound.replace("id: reading-log\n", "id: reading-log  # mcqa: ignore[L201] later\n")
    assert codes(lint(text, L111)) == []
    assert codes(lint(text, Settings(select=("L",), ignore=("L901", "L4", "L2", "L3", "L5")))) == []


def test_the_complaint_can_be_silenced_for_the_file(lint, sound):
    text = "# mcqa: ignore-file[L901] templates\n" + sound.replace("id: reading-log\n", "id: x  # mcqa: ignore[L111]\n")
    assert codes(lint(text, L111)) == []


def test_broken_yaml_has_no_comments(lint):
    assert codes(lint("# mcqa: ignore-file[L001]\na: [", Settings())) == ["L001"]


@pytest.mark.parametrize(
    "comment",
    [
        "# mcqa: ignore[L102] a # mcqa: ignore[L111] b",
        "# MCQA: Ignore[l111] b",
        "#mcqa:IGNORE[duplicate-descriptor] b",
        "# mcqa: ignore[L11] b",
        "# mcqa: ignore[Duplicate-Descriptor] b",
        "# mcqa: ignore[ALL] b",
    ],
)
def test_a_comment_is_read_as_the_option_is(wrong, tmp_path, comment):
    text = wrong.replace(SAME, f"{SAME[:-1]}  {comment}\n")
    linted = lint_bytes(text.encode(), file="r.yaml", folder=tmp_path, settings=L111)
    assert [(each.finding.code, each.reason) for each in linted.silenced] == [("L111", "b")]


def test_each_of_two_comments_in_a_line_is_told_by_itself(lint, wrong):
    comment = "# mcqa: ignore[L102] a # mcqa: ignore[L111] b"
    (finding,) = lint(wrong.replace(SAME, f"{SAME[:-1]}  {comment}\n"), L111).findings
    assert "ignore[L102]" in finding.message
    assert finding.location.column == len(SAME) + 2


def test_what_looks_like_a_comment_in_quotes_does_not_hide_the_comment_behind_it(lint, wrong):
    quoted = "          met: 'No claim # mcqa: ignore[L102]'  # mcqa: ignore[L111] b\n"
    text = wrong.replace("not_met: No claim names its source.", "not_met: 'No claim # mcqa: ignore[L102]'")
    found = lint(text.replace(SAME, quoted), L111).findings
    assert {finding.code for finding in found} == {"L901"}
    assert all("part of a text" in finding.message for finding in found)


def test_two_comments_for_the_file_may_share_a_line(lint, wrong):
    text = "# mcqa: ignore-file[L111] a # mcqa: ignore-file[L102] b\n" + wrong
    (finding,) = lint(text, L111).findings
    assert "ignore[L102] could silence in this file" in finding.message


def test_unused_words_are_told_as_they_were_typed(lint, sound):
    comment = "# mcqa: ignore[level-without-descriptor, l102, L11, duplicat-descriptor, L]"
    found = lint(sound.replace("id: reading-log\n", f"id: reading-log  {comment}\n"), L111).findings
    assert [finding.value for finding in found] == ["level-without-descriptor", "l102", "duplicat-descriptor"]
    assert "ignore[level-without-descriptor]" in found[0].message
    assert found[-1].hint == "did you mean duplicate-descriptor?"


def test_a_beginning_is_unused_where_all_that_it_means_was_looked_for(lint, sound):
    text = sound.replace("id: reading-log\n", "id: reading-log  # mcqa: ignore[L11]\n")
    (finding,) = lint(text, Settings(select=("L11", "L901"))).findings
    assert "ignore[L11]" in finding.message


def test_a_comment_about_what_was_left_out_is_not_told_to_be_unused(lint, sound):
    many = "".join(f"  t{number}: yes  # mcqa: ignore[L003]\n" for number in range(1500))
    found = lint(f"{sound}glossary:\n{many}", Settings(select=("L003", "L901")))
    assert found.findings == ()


def test_thousands_of_comments_that_do_nothing_are_bounded(lint, sound):
    many = "".join(f"  t{number}: word  # mcqa: ignore[L111]\n" for number in range(1500))
    assert codes(lint(f"{sound}glossary:\n{many}", L111)) == ["L901"] * 1001
