"""The linter's run as JSON, CSV and Markdown."""

import csv
import io

import pytest

from mcqa.lint.suppressions import Silenced
from mcqa.reports.delimited import to_csv
from mcqa.reports.lint import lint_text
from mcqa.reports.lint.document import lint_document
from mcqa.reports.markdown import to_markdown


def test_the_results_count_files_codes_and_what_is_kept_back(made):
    finding, old = made.finding(), made.finding(code="L102")
    refused = made.file(made.finding(code="L010"), file="gone.yaml")._replace(refused=True)
    read = made.file(finding, finding, silenced=[Silenced(old, "agreed")])
    results = lint_document((read, refused), known={"r.yaml": (old,)}).answer
    assert {key: results[key] for key in ("files", "refused", "known")} == {
        "files": 1,
        "refused": 1,
        "known": 1,
    }
    assert results["by_code"] == {"L010": 1, "L201": 2}
    assert [(each["code"], each["reason"]) for each in results["silenced"]] == [("L102", "agreed")]


def test_the_table_has_a_row_for_each_finding(cases):
    rows = list(csv.DictReader(io.StringIO(to_csv(lint_document(cases.files).tidied))))
    assert [(row["code"], row["line"]) for row in rows] == [
        (each.code, str(each.location.line)) for each in cases.findings
    ]


def test_markdown_says_the_counts_below_the_findings(made):
    text = to_markdown(lint_document([made.file(made.finding())]))
    assert "| r.yaml:1:1 | warning L201 | a word | say how many |" in text
    assert text.endswith("1 rubric checked: 1 warning.\n")


def test_an_unknown_form_is_a_defect_of_the_caller(root):
    with pytest.raises(ValueError, match="no form xml"):
        lint_text("xml", (), root=root)
