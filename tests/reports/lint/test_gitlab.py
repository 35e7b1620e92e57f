"""The code quality report of GitLab: what it asks for, and fingerprints that stay."""

import json

from hypothesis import given
from hypothesis import strategies as st

from mcqa.reports.lint import lint_text
from mcqa.reports.lint.gitlab import gitlab_text
from mcqa.reports.lint.places import Places


def read(run, root):
    return json.loads(lint_text("gitlab", run.files, root=root, known=run.known))


def test_an_issue_has_what_gitlab_asks_for(made, root):
    (issue,) = read(made.run(made.file(made.finding("no measure", line=3))), root)
    assert issue["description"] == "L201 vague-term: no measure; say how many"
    assert (issue["check_name"], issue["severity"], issue["type"]) == ("L201", "minor", "issue")
    assert issue["location"] == {"path": "r.yaml", "lines": {"begin": 3}}
    assert len(issue["fingerprint"]) == 64


def test_a_clean_run_is_an_empty_list(made, root):
    assert read(made.run(made.file()), root) == []


def test_every_finding_of_the_cases_is_an_issue_with_a_fingerprint_of_its_own(cases, root):
    issues = read(cases, root)
    assert [issue["check_name"] for issue in issues] == [finding.code for finding in cases.findings]
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    assert all(issue["severity"] in {"info", "minor", "major"} for issue in issues)
    assert all(issue["location"]["path"].startswith("tests/lint/cases/") for issue in issues)


def test_fingerprints_are_the_same_in_another_folder_and_some_lines_further_down(made, tmp_path):
    marks = []
    for folder, line in (("one", 3), ("two", 30)):
        file = str(tmp_path / folder / "r.yaml")
        issues = read(made.run(made.file(made.finding(line=line, file=file), file=file)), tmp_path / folder)
        marks.append(issues[0]["fingerprint"])
    assert marks[0] == marks[1]


@given(st.data())
def test_any_text_is_valid_json_with_unique_fingerprints(runs, root, data):
    run = data.draw(runs)
    issues = json.loads(gitlab_text(run, Places(root)).encode("ascii"))
    paths = [issue["location"]["path"] for issue in issues]
    assert len(issues) == len(run.findings)
    assert all(path and not path.startswith("./") for path in paths)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
