"""The evidence for lint rules on a terminal, as Markdown, as CSV rows and as JSON."""

import csv
import io
import json

import pytest

from mcqa.agreement.estimate import ConfidenceInterval
from mcqa.diagnostics.rule_evidence import Comparison, RuleEvidence
from mcqa.reports.delimited import to_csv
from mcqa.reports.document import Document
from mcqa.reports.lint_evidence import evidence_report
from mcqa.reports.markdown import to_markdown
from mcqa.reports.terminal import to_terminal

NOTHING = Comparison(
    flagged=0, unflagged=29, left_out=0, mean_unflagged=0.2, status="not_applicable", reason="nothing_flagged",
    text="no finding", verdict=None,
)  # fmt: skip
WHOLE = Comparison(
    flagged=0, unflagged=29, left_out=0, mean_unflagged=0.2, status="not_applicable", reason="no_component",
    text="it is about the whole rubric", verdict=None,
)  # fmt: skip


def compared(low, high, **given):
    values = {"flagged": 5, "unflagged": 23, "left_out": 1, "mean_flagged": 0.41, "mean_unflagged": 0.2}
    interval = ConfidenceInterval(level=0.95, low=low, high=high, method="permutation", resample="components")
    return Comparison(**{**values, "difference": 0.21, "ci": interval, "p_value": 0.01, "p_adjusted": 0.03, **given})


BORNE_OUT = compared(0.08, 0.35, verdict="borne_out")
AGAINST = compared(-0.3, -0.02, difference=-0.1, mean_flagged=0.1, p_adjusted=0.2, verdict="not_borne_out")
OPEN = compared(-0.004, 0.2, needed=60, text="the interval holds 0; roughly 60 components would tell")
FEW = Comparison(
    flagged=1, unflagged=27, left_out=1, mean_flagged=0.3, mean_unflagged=0.21, difference=0.09, needed=80,
    status="undefined", reason="too_few_components", text="only 1 flagged; roughly 80 components would tell",
)  # fmt: skip


def one(code, name, disagreement, cannot_tell=NOTHING):
    return RuleEvidence(code=code, name=name, disagreement=disagreement, cannot_tell=cannot_tell)


EVIDENCE = (
    one("L201", "vague-term", OPEN),
    one("L203", "levels-differ-by-degree", BORNE_OUT),
    one("L204", "levels-not-parallel", NOTHING),
    one("L206", "descriptor-length", AGAINST),
    one("L401", "undecided-mix", WHOLE, WHOLE),
    one("L403", "not-visible", FEW, compared(0.2, 0.6, mean_flagged=0.5, mean_unflagged=0.03, verdict="borne_out")),
)


def document_of(evidence):
    report = evidence_report(evidence)
    return Document(title="Lint", parts=report.parts, tidy=report.tidy, results={"evidence": report.results})


@pytest.fixture
def shown():
    return to_terminal(document_of(EVIDENCE), color=False)


def test_the_terminal_table_fits_and_has_the_largest_difference_first(shown):
    assert max(map(len, shown.splitlines())) <= 80
    assert "levels-differ-by-degree" in shown.splitlines()
    assert shown.index("L203") < shown.index("L206") < shown.index("L403 not-visible")
    assert "5/28" in shown
    assert "+8 to +35" in shown
    # a limit beside zero does not read as zero
    assert "-0.4 to +20" in shown
    assert "-30 to -2" in shown


def test_what_is_not_compared_is_named(shown):
    assert "Not compared, because they are about the whole rubric: L401." in shown
    assert "Not compared, because they found nothing here: L204." in shown
    words = " ".join(shown.split())
    assert "L201: the interval holds 0; roughly 60 components would tell" in words
    assert "L403: only 1 flagged; roughly 80 components would tell" in words


def test_many_rules_at_once_are_spoken_of(shown):
    words = " ".join(shown.split())
    assert "With all 3 rules looked at together (Holm, 5%), 1 of 2 verdicts holds." in words
    assert "borne out by chance in 2.5% of pilots" in words
    assert "1 component left out" in words


def test_a_rule_about_the_packet_is_judged_by_what_reviewers_cannot_tell(shown):
    title = "Where reviewers cannot tell: the measure of rules about what the packet holds"
    second = shown[shown.index(title) :]
    assert "L403" in second
    assert "borne out" in second
    assert title not in to_terminal(document_of(EVIDENCE[:-1]), color=False)


def test_markdown_holds_the_same_rows(markdown_tables):
    first, _ = markdown_tables(to_markdown(document_of(EVIDENCE)))
    assert first[0] == ["Rule", "Flagged", "Disagree", "Others", "Diff.", "Interval", "Verdict"]
    row = ["L203 levels-differ-by-degree", "5/28", "41%", "20%", "+21", "+8 to +35", "borne out"]
    assert row in first
    few = ["L403 not-visible", "1/28", "30%", "21%", "+9", "", "cannot tell yet"]
    assert few in first


def test_csv_has_a_row_for_each_rule_and_measure():
    rows = list(csv.DictReader(io.StringIO(to_csv(evidence_report(EVIDENCE).tidy))))
    assert [(row["code"], row["measure"]) for row in rows] == [
        (each.code, measure) for each in EVIDENCE for measure in ("disagreement", "cannot_tell")
    ]
    held = rows[2]
    assert (held["ci_low"], held["ci_high"], held["ci_method"], held["verdict"]) == (
        "0.08",
        "0.35",
        "permutation",
        "borne_out",
    )
    assert (rows[4]["difference"], rows[4]["reason"]) == ("", "nothing_flagged")


def test_json_keeps_the_order_of_the_rules_and_names_no_number_that_is_absent():
    results = evidence_report(EVIDENCE).results
    assert [each["code"] for each in results] == [each.code for each in EVIDENCE]
    assert results[1]["ci"] == {"level": 0.95, "low": 0.08, "high": 0.35, "method": "permutation"}
    assert (results[5]["disagreement_flagged"], results[5]["ci"], results[5]["verdict"]) == (
        0.3,
        None,
        "cannot_tell_yet",
    )
    assert results[5]["cannot_tell"]["share_flagged"] == 0.5
    assert json.loads(json.dumps(results, allow_nan=False)) == results


def test_where_no_rule_flagged_a_component_this_is_said():
    assert "No rule flagged a component." in to_terminal(document_of(EVIDENCE[2:3]), color=False)


def test_many_rules_that_found_nothing_are_counted():
    quiet = tuple(one(f"L2{number:02}", "quiet", NOTHING) for number in range(12))
    assert "Not compared, because they found nothing here: 12 rules." in to_terminal(document_of(quiet), color=False)
