"""JUnit's XML: what fails, what passes, what is skipped, and that every parser can read it."""

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from mcqa.findings import Severity
from mcqa.lint.suppressions import Silenced
from mcqa.reports.lint import lint_text
from mcqa.reports.lint.junit import junit_text
from mcqa.reports.lint.places import Places


def read(run, root):
    return ET.fromstring(lint_text("junit", run.files, root=root, known=run.known).encode("utf-8"))


def test_errors_and_warnings_fail_and_notes_pass_with_their_text(made, root):
    findings = [
        made.finding(f"a {severity}", severity=severity, line=line) for line, severity in enumerate(Severity, 1)
    ]
    top = read(made.run(made.file(*findings)), root)
    failures = top.findall("testsuite/testcase/failure")
    assert [(each.get("type"), each.get("message")) for each in failures] == [
        ("error", "a error"),
        ("warning", "a warning"),
    ]
    assert failures[0].text == "line 1, column 1: a error (say how many)"
    assert top.find("testsuite/testcase/system-out").text == "line 3, column 1: a info (say how many)"
    assert [top.get(name) for name in ("tests", "failures", "skipped", "errors")] == ["3", "2", "0", "0"]


def test_what_is_kept_back_is_skipped_with_its_reason(made, root):
    finding = made.finding()
    silenced = [Silenced(finding, "agreed"), Silenced(finding, "")]
    top = read(made.run(made.file(silenced=silenced), known={"r.yaml": (finding,)}), root)
    assert [each.get("message") for each in top.iter("skipped")] == [
        "silenced by a comment: agreed",
        "silenced by a comment: no reason given",
        "held by the baseline",
    ]
    assert (top.get("tests"), top.get("skipped")) == ("3", "3")


def test_a_clean_file_is_one_passed_case(made, root):
    (suite,) = read(made.run(made.file()), root)
    (case,) = suite
    assert (suite.get("name"), case.get("name"), len(case)) == ("r.yaml", "clean", 0)


def test_the_cases_give_a_suite_for_each_file_and_counts_that_add_up(cases, root):
    top = read(cases, root)
    assert [suite.get("name") for suite in top] == [
        str(file.file).replace("\\", "/").partition(f"{root.as_posix()}/")[2] for file in cases.files
    ]
    for count, path in (("tests", "testcase"), ("failures", "testcase/failure"), ("skipped", "testcase/skipped")):
        assert sum(int(suite.get(count)) for suite in top) == int(top.get(count)) == len(top.findall(f"*/{path}"))


@given(st.data())
def test_any_text_is_valid_xml(runs, root, data):
    run = data.draw(runs)
    top = ET.fromstring(junit_text(run, Places(root)).encode("utf-8"))
    assert len(top) == len(run.files)
    assert len(top.findall("testsuite/testcase/failure")) == sum(
        each.severity is not Severity.INFO for each in run.findings
    )
