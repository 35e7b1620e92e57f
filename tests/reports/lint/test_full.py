"""The form for people: place, message, line with marks, why, fix, and what there is in all."""

import re

from hypothesis import given
from hypothesis import strategies as st

from mcqa.findings import Severity
from mcqa.lint.suppressions import Silenced
from mcqa.reports.lint import lint_text
from mcqa.reports.lint.full import full_text

HEAD = re.compile(r"^(.+):(\d+):(\d+)  (error|warning|info) (\w\d+) (\S+)$", re.MULTILINE)
MARKS = re.compile(r"\x1b\[\d+m")


def plain(run, **given_):
    return full_text(run, color=False, **given_)


def test_a_finding_is_shown_with_its_line_why_it_matters_and_what_to_do(lint_text_of):
    text = plain(lint_text_of('format: mcqa-rubric/1\nid: a\nversion: "1.0.0"\ntitle: A\ntitle: B\n'))
    assert text.startswith("r.yaml:1:1  error L007 missing-key\n")
    assert (
        "r.yaml:5:1  error L002 duplicate-key\n"
        "    the key `title` stands twice; it was first given in line 4\n"
        "    5 | title: B\n"
        "      | ^^^^^\n"
        "    why: programs keep one of the two without a word, and not all the same one,\n"
        "    so two people may rate with two rubrics.\n"
        "    fix: keep one of the two: readers of YAML silently take either\n"
    ) in text


def test_every_finding_of_a_run_has_a_head_that_a_program_can_read(cases):
    heads = [(file, int(line), int(column), code) for file, line, column, _, code, _ in HEAD.findall(plain(cases))]
    expected = [
        (each.location.file, each.location.line, each.location.column, each.code)
        for each in cases.findings
        if each.location.line
    ]
    assert expected
    assert [head for head in heads if head in expected] == expected


def test_marks_stand_below_the_words(made):
    text = "format: x\nmet: The sources are relevant.\n"
    finding = made.finding(line=2, column=22, value="relevant")
    lines = plain(made.run(made.file(finding, text=text))).splitlines()
    at = next(index for index, line in enumerate(lines) if line.startswith("    2 |"))
    marked = lines[at][lines[at + 1].index("^") : lines[at + 1].rindex("^") + 1]
    assert marked == "relevant"


def test_nothing_but_heads_is_wider_than_80_columns(cases, every_code):
    for run in (cases, every_code):
        assert all(len(line) <= 80 for line in plain(run).splitlines() if not HEAD.match(line))


def test_why_is_said_once_for_each_code(made):
    first, second = made.finding(code="L102", line=1), made.finding(code="L102", line=2)
    other = made.finding(code="L103", line=1)
    text = plain(made.run(made.file(first, second, text="a\nb\n"), made.file(other, first, file="s.yaml", text="a\n")))
    assert text.count("why: reviewers then decide what the label means") == 1
    assert text.count("why:") == 2
    assert text.count("fix: say how many") == 4


def test_notes_do_not_repeat_their_advice_without_end_and_warnings_do(made):
    notes = [made.finding(f"note {line}", severity=Severity.INFO, line=line, code="L402") for line in range(1, 7)]
    text = plain(made.run(made.file(*notes, text="word\n" * 6)))
    assert [f"note {line}" in text for line in range(1, 7)] == [True] * 6
    assert (text.count("fix:"), text.count("^^^^")) == (3, 6)
    warnings = [note._replace(severity=Severity.WARNING) for note in notes]
    assert plain(made.run(made.file(*warnings, text="word\n" * 6))).count("fix:") == 6


def test_notes_that_repeat_their_advice_do_not_show_a_line_with_nothing_but_the_id(made):
    notes = [made.finding(severity=Severity.INFO, line=line, column=7, subject=f"C{line}") for line in range(1, 7)]
    text = plain(made.run(made.file(*notes, text="".join(f"- id: C{line}\n" for line in range(1, 7)))))
    assert text.count("^^") == 3


def test_a_finding_without_its_line_is_shown_all_the_same(made):
    text = plain(made.run(made.file(made.finding(line=None, column=None), made.finding(line=9))))
    assert text.startswith("r.yaml  warning L201 vague-term\n    a word\n")
    assert "|" not in text.partition("1 rubric")[0]


def test_the_summary_of_a_clean_run_is_one_line(made):
    assert plain(made.run(made.file(), made.file(file="s.yaml"))) == "2 rubrics checked: no findings.\n"


def test_the_summary_tells_what_is_kept_back_and_what_can_be_mended(made):
    finding = made.finding()
    kept = made.file(finding, silenced=[Silenced(finding, "agreed"), Silenced(finding, "")])
    text = plain(made.run(kept, known={"r.yaml": (finding,) * 3}), fixable=1)
    assert text.endswith(
        "\n\n1 rubric checked: 1 warning.\n"
        "Kept back: 2 by comments in the files, 3 by the baseline.\n"
        "1 can be mended with --fix; --diff shows how.\n"
        "Reasons, literature and examples: mcqa explain L201\n"
    )


def test_many_findings_are_counted_by_code_the_gravest_first(made):
    warnings = [made.finding(line=line) for line in range(1, 11)]
    errors = [made.finding(code="L102", name="level-without-descriptor", severity=Severity.ERROR)]
    text = plain(made.run(made.file(*warnings, *errors), made.file(file="s.yaml")))
    assert (
        "2 rubrics checked, 1 with findings: 1 error, 10 warnings.\n"
        "   1  L102 level-without-descriptor (error)\n"
        "  10  L201 vague-term (warning)\n"
    ) in text


def test_a_file_that_could_not_be_read_is_not_counted_as_checked(made):
    refused = made.file(made.finding(severity=Severity.ERROR), file="gone.yaml")._replace(refused=True)
    text = plain(made.run(made.file(), refused))
    assert "1 rubric checked: 1 error. 1 file could not be read.\n" in text


def test_colour_adds_nothing_but_colour(cases):
    colored = full_text(cases, color=True)
    assert colored != plain(cases)
    assert MARKS.sub("", colored) == plain(cases)


def test_table_is_the_same_as_full(cases, root):
    assert lint_text("table", cases.files, root=root) == lint_text("full", cases.files, root=root) == plain(cases)


@given(st.data())
def test_no_text_steers_the_terminal(runs, data):
    run = data.draw(runs)
    text = plain(run)
    assert all(char == "\n" or char.isprintable() or char in "\u200c\u200d" for char in text)
    assert text.endswith("\n")
