"""Every name that mcqa prints has a page, every page has its parts, and the numbers in it are what mcqa computes."""

import importlib.util
import os
import re
from pathlib import Path

import numpy as np
import pytest

from mcqa.agreement import family
from mcqa.agreement.analysis import COEFFICIENTS, analyse
from mcqa.agreement.benchmarks import NAMES as BENCHMARKS
from mcqa.agreement.benchmarks import SCALES
from mcqa.agreement.inference import INTERVALS
from mcqa.explanations.pages import FOLDER, KINDS, find, folded, near, pages
from mcqa.reports.explain import manual
from mcqa.statistics.weights import METRICS, WEIGHTS, agreement_weights

ROOT = Path(__file__).resolve().parents[2]
PAGES = pages()
COEFFICIENT_PAGES = [page for page in PAGES if page.kind == "coefficient"]
HEADINGS = ["Formula", "When to use it", "How it behaves", "Relatives", "Source", "Example"]
RESULT = re.compile(r"^(\w+)(?::(\w+))?(?:, (weights|metric) (\w+))? = (-?\d\.\d{4})$")
# reasons of the contract, and those that estimates and tests give beside them
REASONS = [
    *("no_variation", "one_rater", "no_pairs", "too_few_units", "zero_unit_variance", "negative_component"),
    *("disconnected", "not_ordered", "not_numeric", "incomplete_data"),
    *("mixed_scales", "other_levels", "not_two_raters", "not_two_levels", "nested_rows"),
    *("only_within", "unfit_weights"),
    *("too_close", "no_spread"),
]


def names(kind):
    return [page.name for page in PAGES if page.kind == kind]


def page_of(kind, name):
    (page,) = [page for page in PAGES if (page.kind, page.name) == (kind, name)]
    return page


def agreement_fixtures():
    path = ROOT / "tests" / "agreement" / "conftest.py"
    spec = importlib.util.spec_from_file_location("agreement_fixtures", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        ("coefficient", COEFFICIENTS),
        ("weights", (*WEIGHTS, "matrix")),
        ("metric", METRICS),
        ("interval", (*INTERVALS, "mcgraw_wong", "delta_z", "jackknife_log", "exact", "wilson", "wilson_clustered")),
        ("benchmark", BENCHMARKS),
        ("reason", REASONS),
        ("status", ("ok", "unstable", "undefined", "not_applicable")),
    ],
)
def test_every_name_has_one_page_and_every_page_a_name(kind, known):
    assert sorted(names(kind)) == sorted(known)


def test_every_reason_in_the_code_has_a_page():
    found = set()
    for path in (ROOT / "mcqa" / "agreement").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= {word for word in re.findall(r'"([a-z]+(?:_[a-z]+)+)"', text) if word in REASONS}
        found |= set(re.findall(r'reason="(\w+)"', text)) | set(re.findall(r'undefined\("(\w+)"', text))
    assert found <= set(REASONS)
    assert len(found) > 8


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.kind}:{page.name}")
def test_lines_fit_a_terminal_and_there_is_a_first_sentence(page):
    assert all(len(line) <= 80 for line in page.text.splitlines())
    assert page.summary.endswith((".", "?"))
    assert "\n" not in page.summary
    assert page.text.endswith((".", "```"))


@pytest.mark.parametrize("page", COEFFICIENT_PAGES, ids=lambda page: page.name)
def test_a_page_of_a_coefficient_has_its_parts(page):
    assert re.findall(r"^## (.*)$", page.text, re.MULTILINE) == HEADINGS
    assert page.summary.endswith("?")
    assert len(page.text.splitlines()) <= 60
    behaviour = page.text.partition("## How it behaves")[2].partition("## ")[0]
    for said in ("One level prevails", "Missing ratings", "Few micro-credentials", "- 1: ", "0: "):
        assert said in behaviour or (page.name == "ad_mean" and said == "- 1: ")
    relatives = page.text.partition("## Relatives")[2].partition("## ")[0]
    assert " R: " in relatives.replace("\n", " ")
    source = page.text.partition("## Source")[2].partition("## ")[0]
    assert re.search(r"\(\d{4}\)|R package", source)
    assert (FOLDER / "coefficients" / f"{page.name}.md").read_text(encoding="utf-8").startswith(f"# {page.name}\n")


@pytest.mark.parametrize("page", COEFFICIENT_PAGES, ids=lambda page: page.name)
def test_names_in_backticks_that_look_like_ours_have_a_page(page):
    ours = {each.name for each in PAGES}
    for name in re.findall(r"`([a-z]+_[a-z_]+)`", page.text):
        assert name in ours | {"per_unit", "within_K"}, name


@pytest.mark.parametrize("page", COEFFICIENT_PAGES, ids=lambda page: page.name)
def test_forms_of_a_page_are_the_forms_there_are(page):
    there_are = [form for name, form in family.KINDS if name == page.name and form is not None]
    assert sorted(page.forms) == sorted(there_are)


# --- the numbers in the pages


def worked_example(page):
    (block,) = re.findall(r"```text\n(.*?)```", page.text, re.DOTALL)
    levels, header, *lines = block.splitlines()
    rows = [line.split() for line in lines if re.match(r"u\d", line)]
    results = [RESULT.match(line) for line in lines if not re.match(r"u\d", line)]
    scores = [float(score) for score in levels.removeprefix("levels: ").split()]
    assert [row[0] for row in rows] == [f"u{index + 1}" for index in range(len(rows))]
    assert all(len(row) == len(header.split()) for row in rows)
    codes = [[-1 if cell == "." else scores.index(float(cell)) for cell in row[1:]] for row in rows]
    return scores, codes, results


@pytest.mark.parametrize("page", COEFFICIENT_PAGES, ids=lambda page: page.name)
def test_the_worked_example_is_what_mcqa_computes(page):
    scores, codes, results = worked_example(page)
    assert page.name in [result[1] for result in results]
    made = agreement_fixtures()
    ratings = made.make_ratings([codes], made.make_scale(scores=tuple(scores)))
    for name, form, kind, word, value in (result.groups() for result in results):
        asked = {"weights": "weights", "metric": "metrics"}.get(kind)
        (found,) = analyse(
            ratings,
            by=("rubric",),
            coefficients=[f"{name}:{form}" if form else name],
            **({asked: [word]} if asked else {}),
        ).estimates
        assert found.estimate == pytest.approx(float(value), abs=5.1e-5), name


@pytest.mark.parametrize(
    ("name", "line", "value"),
    [
        ("percent_agreement", "percent_agreement, weights identity", 11 / 15),
        ("percent_agreement_all_raters", "percent_agreement_all_raters", 3 / 5),
        ("cohen_kappa", "cohen_kappa, weights identity", (4 / 6 - 11 / 36) / (1 - 11 / 36)),
        ("scott_pi", "scott_pi, weights identity", (4 / 6 - 50 / 144) / (1 - 50 / 144)),
        ("brennan_prediger", "brennan_prediger, weights identity", (3 / 5 - 1 / 3) / (2 / 3)),
        ("gwet_ac", "gwet_ac, weights identity", (5 / 6 - 22 / 144) / (1 - 22 / 144)),
        ("gwet_ac", "fleiss_kappa, weights identity", (5 / 6 - 122 / 144) / (1 - 122 / 144)),
        ("maxwell_re", "maxwell_re", 2 * 5 / 6 - 1),
        ("lin_ccc", "lin_ccc", 2 * 17 / (29 + 17)),
        ("bangdiwala_b", "bangdiwala_b", (1 + 1 + 4) / (2 * 1 + 1 * 3 + 3 * 2)),
        ("rwg", "rwg", (1 / 2 + 1 + 1 + 1 / 2 + 1 / 2) / 5),
        ("ad_mean", "ad_mean", 3 * (4 / 9) / 5),
        ("finn", "finn:oneway", 1 - (3 * (1 / 3) / 5) / (2 / 3)),
    ],
)
def test_worked_examples_against_theory(name, line, value):
    printed = re.search(rf"^{re.escape(line)} = (\S+)$", page_of("coefficient", name).text, re.MULTILINE)[1]
    assert float(printed) == pytest.approx(value, abs=5.1e-5)


def test_robinson_s_example_holds_its_relation_to_icc3():
    (a, icc3) = re.findall(r" = (0\.\d{4})$", page_of("coefficient", "robinson_a").text, re.MULTILINE)
    assert (3 * float(a) - 1) / 2 == pytest.approx(float(icc3), abs=2e-4)


def test_weights_of_neighbours_in_the_pages():
    for name in ("linear", "quadratic", "ordinal", "radical"):
        (printed,) = re.findall(r"neighbours get\s(\d\.\d+)\.", page_of("weights", name).text)
        made = agreement_weights(name, [0, 1, 2])[0, 1]
        assert float(printed) == pytest.approx(made, abs=0.6 * 10 ** -len(printed.partition(".")[2]))


def test_bands_in_the_pages_are_those_of_the_scales():
    for name, bands in SCALES.items():
        text = " ".join(page_of("benchmark", name).text.split())
        for label, low in bands[:-1]:
            assert re.search(rf"(?:From |, ){low:g}0? {label}\b|(?:From |, ){low:.2f} {label}\b", text), (name, label)
        assert f"below {bands[-1][0]}" in text


def test_numbers_said_of_one_sided_ratings_against_theory():
    shares = np.array([0.05, 0.95])
    text = " ".join(page_of("coefficient", "gwet_ac").text.split())
    assert f"pe is {2 * (shares * (1 - shares)).sum() / 2:.3f}, for Fleiss' kappa {(shares**2).sum():.3f}" in text
    text = " ".join(page_of("coefficient", "percent_agreement").text.split())
    assert f"agree in {100 * (0.9**2 + 0.1**2):.0f} % of pairs" in text


# --- finding a page


@pytest.mark.parametrize(
    ("name", "page", "form"),
    [
        ("gwet_ac", "gwet_ac", None),
        ("Gwet-AC", "gwet_ac", None),
        ("AC2", "gwet_ac", None),
        ("alpha", "krippendorff_alpha", None),
        ("PABAK", "brennan_prediger", None),
        ("icc:ICC2", "icc", "ICC2"),
        ("ICC:icc3k", "icc", "ICC3k"),
        ("ICC1k", "icc", "ICC1k"),
        ("mean_pearson:fisher_z", "mean_pearson", "fisher_z"),
        ("no_variation", "no_variation", None),
        ("reason:no_pairs", "no_pairs", None),
        ("ci:delta", "delta", None),
        ("metric:ordinal", "ordinal", None),
    ],
)
def test_a_name_leads_to_its_page(name, page, form):
    (found,) = find(name)
    assert (found.page.name, found.form) == (page, form)


def test_a_word_with_two_meanings_leads_to_both():
    assert [found.page.kind for found in find("ordinal")] == ["weights", "metric"]
    assert [found.page.kind for found in find("ratio")] == ["weights", "metric"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("gwet_acc", "gwet_ac"),
        ("cohens kappa", "cohen_kappa"),
        ("no variaton", "no_variation"),
        ("icc:ICC2kk", "icc:ICC2k"),
        ("krippendorf", "krippendorff_alpha"),
        ("kappa", "cohen_kappa"),
    ],
)
def test_a_name_nearly_right_is_suggested(name, meant):
    assert find(name) == ()
    assert near(name) == meant


@pytest.mark.parametrize("name", ["", "zzz", ":", "metric:zzz", "gwet_ac:ICC2", "icc:ICC9", "fisher_z"])
def test_what_has_no_page_is_not_found(name):
    assert find(name) == ()


def test_nothing_is_suggested_for_a_name_far_from_all():
    assert near("qqqqq") is None
    assert near("zz", ("zzz",)) == "zzz"


def test_no_two_pages_of_a_kind_have_one_name():
    keys = [(page.kind, folded(page.name)) for page in PAGES]
    assert len(set(keys)) == len(keys)
    assert {page.kind for page in PAGES} == set(KINDS)
    coefficients = [folded(name) for page in COEFFICIENT_PAGES for name in (page.name, *page.also)]
    assert len(set(coefficients)) == len(coefficients)


def test_docs_are_made_from_the_pages():
    path = ROOT / "docs" / "coefficients.md"
    if os.environ.get("MCQA_UPDATE_DOCS"):
        path.write_text(manual(), encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == manual()
