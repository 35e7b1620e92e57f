"""White space: what carries nothing goes, what is content stays."""

import pytest


@pytest.mark.parametrize(
    ("damage", "done"),
    [
        (lambda text: "\ufeff" + text, ["L009"]),
        (lambda text: text.replace("\n", "\r\n"), ["L009"]),
        (lambda text: text.replace("\n", "\r"), ["L009"]),
        (lambda text: text.replace("\n", "\r\n", 7), ["L009"]),
        (lambda text: text.rstrip("\n"), ["L009"]),
        (lambda text: text + "\n\n\n", ["L009"]),
        (lambda text: text + "  \n\n    \n", ["L009", "L009"]),
        (lambda text: text.replace(".\n", ". \t\n").replace("scale:\n", "scale:   \n"), ["L009"]),
        (lambda text: "\ufeff" + text.rstrip("\n").replace("\n", " \r\n"), ["L009"] * 4),
    ],
)
def test_untidy_text_is_tidied_and_nothing_else_changes(mend, sound, damage, done):
    mended, codes = mend(damage(sound))
    assert mended == sound
    assert sorted(set(codes)) == sorted(set(done))
    assert len(codes) <= len(done) + 1


def test_one_finding_for_each_sort_says_how_many_lines(report, sound):
    text = "\ufeff" + sound.replace("title: ", "title:  ").replace("\n", "  \r\n").rstrip()
    findings = [each for each in report(text.encode()) if each.code == "L009"]
    lines = sound.count("\n") - 1
    assert [(each.subject, each.value) for each in findings] == [
        ("byte order mark", None),
        ("white space at line ends", str(lines)),
        ("line ends", str(lines)),
        ("end of file", None),
    ]
    assert findings[2].message == f"{lines} lines end in CR LF"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: b\r\n", "1 line ends in CR LF"),
        ("a: b\r", "1 line ends in CR alone"),
        ("a: b\r\nc: d\ne: f\n", "1 line ends in CR LF, 2 lines end in LF"),
        ("a: b \nc: d\n", "1 line ends in white space"),
        ("a: b", "the last line has no line break"),
        ("a: b\n\n\n", "the file ends in 2 empty lines"),
    ],
)
def test_what_is_said_of_untidy_text(report, text, said):
    assert [each.message for each in report(text.encode()) if each.code == "L009"] == [said]


@pytest.mark.parametrize(
    "text", ["a: b\n", "a: b\n\n", "a: |+\n  b\n\n\n\n", "a: |\n  b  \n   \n  c\t\n", 'a: "b\\ \n  c"\n']
)
def test_what_is_content_is_not_reported(report, text):
    assert [each.code for each in report(text.encode()) if each.code == "L009"] == []


def test_literal_text_keeps_its_white_space_and_folded_text_does_not(mend, sound):
    blocks = "    title: Dates\n    description: {}\n      One line,  \n      another.\n"
    literal = sound.replace("    title: Dates\n", blocks.format("|"))
    assert mend(literal) == (literal, [])
    folded = sound.replace("    title: Dates\n", blocks.format(">"))
    assert mend(folded) == (folded.replace("line,  ", "line,"), ["L009"])
    both = literal.replace("language: en", "language: en ")
    assert mend(both) == (literal, ["L009"])


@pytest.mark.parametrize("sign", ["|", "|-", ">", ">-", "|+"])
def test_a_block_may_end_the_file(mend, sound, sign):
    start = sound.rindex("          met: ")
    text = f"{sound[:start]}          met: {sign}\n            Every entry has a date."
    assert mend(text) == (text + "\n", ["L009"])


def test_tabs_become_spaces_where_it_does_not_matter_how_many(mend, sound):
    text = sound.replace("  rule: conj", "\trule: conj").replace("  cut:", "\tcut:").replace("  cons", "\tcons")
    text = text.replace("  ties:", "\t# why\n\tties:")
    mended, codes = mend(text)
    assert mended == sound.replace("  ties:", "  # why\n  ties:")
    assert codes == ["L008"]


def test_tabs_that_may_mean_several_things_are_left(mend, sound):
    # the width of the tab decides whether the line stands beside the one above or below it
    text = sound.replace("scale:\n", "expect:\n  standards:\n\tcomponents: 2\nscale:\n")
    assert mend(text) == (text, [])
    literal = sound.replace("source: Written for the tests.", "source: |\n  a\n  \tb\n").replace("  cut:", "\tcut:")
    assert mend(literal) == (literal, [])
