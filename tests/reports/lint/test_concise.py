"""One line for each finding, that editors can read by one pattern."""

import re

from hypothesis import given
from hypothesis import strategies as st

from mcqa.reports.lint import lint_text
from mcqa.reports.lint.concise import concise_text

LINE = re.compile(r"(.+):(\d+):(\d+): (error|warning|info) (\w+) (.*)")


def test_every_finding_is_one_line_with_its_place(cases, root):
    read = [LINE.fullmatch(line).groups() for line in lint_text("concise", cases.files, root=root).splitlines()]
    places = [(each.location.file, str(each.location.line), str(each.location.column)) for each in cases.findings]
    assert [found[:3] for found in read] == places
    assert [found[3:] for found in read] == [(each.severity, each.code, each.message) for each in cases.findings]


def test_a_clean_run_says_nothing(made):
    assert concise_text(made.run(made.file())) == ""


def test_a_finding_without_a_place_stands_at_the_beginning(made):
    assert (
        concise_text(made.run(made.file(made.finding(line=None, column=None)))) == "r.yaml:1:1: warning L201 a word\n"
    )


@given(st.data())
def test_any_text_stays_on_its_line(runs, data):
    run = data.draw(runs)
    lines = concise_text(run).splitlines()
    assert len(lines) == len(run.findings)
    assert all(LINE.fullmatch(line) for line in lines)
