"""`mcqa explain`: the list, a page, a finding code, and what happens to a name that has no page."""

import json
import re
import subprocess
import sys

import pytest

from mcqa.agreement.request import COEFFICIENTS
from mcqa.lint.fixing.edit import FIXERS
from mcqa.reports.finding_pages import finding_pages


def test_the_list_names_everything_by_kind(mcqa):
    done = mcqa("explain")
    assert (done.code, done.err) == (0, "")
    for name in (*COEFFICIENTS, "ordinal", "landis_koch", "no_variation", "bootstrap", "L101", "S201", "R101", "D201"):
        assert name in done.out
    headings = [line for line in done.out.splitlines() if line and not line.startswith(" ")]
    assert headings[:3] == ["Coefficients", "Agreement weights", "Metrics of alpha"]
    assert all(len(line) <= 80 for line in done.out.splitlines())


def test_a_coefficient_is_explained_without_marks(mcqa):
    done = mcqa("explain", "gwet_ac")
    assert done.code == 0
    assert done.out.startswith("gwet_ac (coefficient)\n\nDo reviewers agree more than")
    assert "\nFormula\n    AC = (pa \u2212 pe) / (1 \u2212 pe)\n" in done.out
    assert "    u5     0   1\n" in done.out
    assert "`" not in done.out
    assert "##" not in done.out
    assert all(len(line) <= 80 for line in done.out.splitlines())


def test_a_form_is_shown_first(mcqa):
    lines = mcqa("explain", "icc:ICC2").out.splitlines()
    assert lines[0] == "icc (coefficient, form ICC2)"
    assert lines[2].startswith("    ICC2  ICC(A,1)  (MSB")


def test_a_reason_says_what_to_do(mcqa):
    done = mcqa("explain", "no_variation")
    assert done.out.startswith("no_variation (reason)\n")
    assert "To do: put micro-credentials into the set" in " ".join(done.out.split())


def test_a_word_with_two_meanings_gives_both(mcqa):
    out = mcqa("explain", "ordinal").out
    assert "ordinal (weights)" in out
    assert "ordinal (metric)" in out
    assert "ordinal (weights)" not in mcqa("explain", "metric:ordinal").out


def test_the_list_names_the_findings_of_each_stage(mcqa):
    out = mcqa("explain").out
    stages = re.findall(r"^Findings (.*)$", out, re.MULTILINE)
    assert [stage.partition(" (")[2].rstrip(")") for stage in stages] == [
        *("mcqa lint", "mcqa check", "mcqa check", "mcqa recommend")
    ]
    listed = re.findall(r"\b([LSRD]\d{3}) ([a-z0-9-]+)", out)
    assert sorted(listed) == sorted((page.kind.code, page.kind.name) for page in finding_pages())


@pytest.mark.parametrize("page", finding_pages(), ids=lambda page: page.kind.code)
def test_a_finding_is_explained_in_full(page, mcqa):
    code, parts = page.kind.code, page.documentation
    done = mcqa("explain", code)
    assert (done.code, done.err) == (0, "")
    out, flowed = done.out, " ".join(done.out.split())
    assert out.startswith(f"{code} {page.kind.name} (finding)\n\n")
    for text in (parts.summary, *parts.notes, f"Why: {parts.why}", *parts.sources):
        assert text.replace("`", "") in flowed
    titles = ("Found:", "Not found:") if code.startswith("D") else ("Bad:", "Good:")
    for title, text in zip(titles, (parts.bad, parts.good), strict=True):
        assert f"\n{title}\n    {text.split()[0].replace('`', '')}" in out
        assert " ".join(text.split()).replace("`", "") in flowed.replace("`", "")
    assert all(len(line) <= 80 for line in out.splitlines())


def test_a_page_is_laid_out_with_its_examples_set_in(mcqa):
    assert (
        mcqa("explain", "R108").out
        == """\
R108 unused-level (finding)

Nobody chose a level for any component with its scale.

Why: agreement says nothing about a level that no micro-credential called for,
so perfect agreement on the others proves little.

Bad:
    unit,rater,criterion,level
    MC-01,R1,C01.1,Met
    MC-02,R1,C01.1,Not met

Good:
    unit,rater,criterion,level
    MC-01,R1,C01.1,Met
    MC-02,R1,C01.1,Not met
    MC-03,R1,C01.1,Partly met

Note about the ratings of a pilot (mcqa check).
"""
    )


def test_a_warning_says_how_it_is_silenced_and_an_error_does_not(mcqa):
    assert "\n    # mcqa: ignore[L107] reason\n" in mcqa("explain", "L107").out
    assert "ignore[" not in mcqa("explain", "L101").out
    assert "ignore[" not in mcqa("explain", "R104").out


def test_what_can_be_mended_is_said(mcqa):
    assert "\nmcqa lint --fix mends it where that is safe; --diff shows it first.\n" in mcqa("explain", "L104").out
    assert "--fix" not in mcqa("explain", "L111").out
    mended = {code: mcqa("explain", code, "--format", "json").json["results"]["pages"][0]["mended"] for code in FIXERS}
    assert set(mended.values()) == {True}


def test_sources_are_given_in_full(mcqa):
    out = mcqa("explain", "L111").out
    assert "\nSource:\n    Tierney & Simon (2004). What's still wrong with rubrics:" in out
    assert "9(2)." in out


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("L001", "L001 yaml-syntax (finding)"),
        ("l102", "L102 level-without-descriptor (finding)"),
        ("level-without-descriptor", "L102 level-without-descriptor (finding)"),
        ("S201", "S201 unknown-level (finding)"),
        ("R102", "R102 conflicting-rating (finding)"),
        ("D201", "D201 disagreement-above-tolerance (finding)"),
    ],
)
def test_other_codes_say_what_they_are_about(name, said, mcqa):
    done = mcqa("explain", name)
    assert done.code == 0
    assert done.out.startswith(said)
    assert re.search(r"\n(Error|Warning|Note) (about|of) .* \(mcqa \w+\)\.\n$", done.out)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gwet_acc", 'no page about "gwet_acc"\n  hint: did you mean "gwet_ac"?'),
        ("no-variaton", 'did you mean "no_variation"?'),
        ("kappa", 'no page about "kappa"\n  hint: did you mean "'),
        ("L199", 'no finding code "L199"\n  hint: did you mean "L1'),
        ("qqqqq", "hint: mcqa explain, without a name, lists what there is"),
        ("", 'no page about ""'),
    ],
)
def test_an_unknown_name_is_wrong_usage(name, said, mcqa):
    done = mcqa("explain", name)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_json_and_csv(mcqa):
    done = mcqa("explain", "icc:ICC2", "--format", "json").json
    assert done["schema"] == "mcqa/explain@1"
    (page,) = done["results"]["pages"]
    assert (page["name"], page["kind"], page["form"]) == ("icc", "coefficient", "ICC2")
    assert "## Formula" in page["text"]
    listed = mcqa("explain", "--format", "json").json["results"]["pages"]
    assert {"name": "landis_koch", "kind": "benchmark"}.items() <= next(
        page for page in listed if page["name"] == "landis_koch"
    ).items()
    rows = mcqa("explain", "--format", "csv").rows
    assert len(rows) == len(listed)
    assert all(row["summary"] for row in rows)


def test_json_gives_the_parts_of_a_finding(mcqa):
    (page,) = mcqa("explain", "L111", "--format", "json").json["results"]["pages"]
    assert (page["name"], page["kind"], page["form"]) == ("L111 duplicate-descriptor", "finding", None)
    assert (page["code"], page["severity"]) == ("L111", "error")
    assert page["summary"] == "Two levels of one component read the same."
    assert page["why"].startswith("a reviewer cannot choose")
    assert [source[:23] for source in page["sources"]] == ["Tierney & Simon (2004)."]
    assert page["bad"].startswith("levels:\n  not_met: ")
    assert page["notes"]
    assert page["text"].startswith(f"{page['summary']}\n\n{page['notes'][0]}\n\n**Why:** ")


def test_markdown_of_a_finding_has_its_examples_as_code(mcqa):
    out = mcqa("explain", "R109", "--format", "md").out
    assert out.startswith("# R109 rater-without-rating (finding)\n\nCells of a reviewer were read, and")
    assert "\n**Bad:**\n\n```csv\nunit,rater,criterion,level\n" in out
    assert "\n**Found:** All 40 ratings" in mcqa("explain", "D102", "--format", "md").out


def test_markdown_is_the_page_as_it_is_written(mcqa):
    out = mcqa("explain", "gwet_ac", "--format", "md").out
    assert out.startswith("# gwet_ac (coefficient)\n\nDo reviewers agree")
    assert "\n## Formula\n    AC = " in out
    assert "```text\n" in out
    assert mcqa("explain", "--format", "md").out.startswith("# What there is to explain\n")


def test_a_page_goes_into_a_file(mcqa, tmp_path):
    assert mcqa("explain", "gwet_ac", "-o", "page.md").code == 0
    assert (tmp_path / "page.md").read_text(encoding="utf-8").startswith("# gwet_ac")


def test_it_is_instant():
    code = (
        "import sys, json\nsys.argv = ['mcqa', *sys.argv[1:]]\nfrom mcqa.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(json.dumps([n for n in ('pandas', 'scipy', 'openpyxl', 'numpy', 'rich') if n in sys.modules]))"
    )
    for words in (["explain"], ["explain", "icc:ICC2"], ["explain", "L101"], ["explain", "D201"]):
        done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=True)
        assert json.loads(done.stdout.decode("utf-8").splitlines()[-1]) == []
