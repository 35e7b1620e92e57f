"""Fingerprints of findings: unique in a run, and the same when only places change."""

from hypothesis import given
from hypothesis import strategies as st

from mcqa.findings import Finding, Location, Severity
from mcqa.lint.fingerprint import fingerprints


def finding(line=1, file="r.yaml", **given_):
    made = {"message": "no measure", "subject": "C01.1", "value": "relevant", **given_}
    return Finding("L201", "vague-term", Severity.WARNING, location=Location(file, line, 1), **made)


TEXTS = st.none() | st.text(alphabet=st.characters(), max_size=8)
FINDINGS = st.lists(
    st.builds(finding, line=st.integers(1, 9), file=TEXTS, subject=TEXTS, value=TEXTS, message=st.text(max_size=8))
)


@given(FINDINGS)
def test_no_two_findings_of_a_run_have_the_same(findings):
    marks = fingerprints(findings)
    assert len(set(marks)) == len(marks) == len(findings)
    assert all(len(mark) == 64 for mark in marks)


@given(FINDINGS, st.integers(1, 50))
def test_they_stay_when_lines_move(findings, by):
    moved = [
        each._replace(location=each.location._replace(line=each.location.line + by, column=by)) for each in findings
    ]
    assert fingerprints(moved) == fingerprints(findings)


def test_they_stay_when_a_message_names_another_line():
    first, second = (finding(value=None, message=f"it was first given in line {line}") for line in (4, 5))
    assert fingerprints([first]) == fingerprints([second])


def test_they_stay_when_the_wording_of_the_message_changes_but_not_the_words_it_is_about():
    assert fingerprints([finding()]) == fingerprints([finding(message="says nothing to count")])


def test_each_part_makes_another():
    alike = [
        finding(),
        finding(file="s.yaml"),
        finding(subject="C01.2"),
        finding(value="clear"),
        finding(value=None),
        finding()._replace(code="L202"),
    ]
    assert len({fingerprints([each])[0] for each in alike}) == len(alike)


def test_the_second_of_two_alike_is_told_from_the_first():
    first, second = fingerprints([finding(1), finding(2)])
    assert first != second
    assert fingerprints([finding(2)]) == (first,)
