"""What a function gives back: read, shown, stored and copied, and never changed."""

import copy
import html.parser
import pickle
from dataclasses import FrozenInstanceError

import numpy as np
import pandas as pd
import pytest

import mcqa

RATINGS = [[0, 0, 1], [1, 1, 1], [2, 2, 2], [2, 1, 2], [0, 1, None], [1, 1, 2], [0, 0, 0]]
SAME = [[2, 2], [2, 2], [2, 2]]
ATTACK = '<script>alert("1")</script>&'
RESULTS = {
    "ok": mcqa.krippendorff_alpha(RATINGS, levels=[0, 1, 2], ci="delta"),
    "test": mcqa.icc([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]),
    "unstable": mcqa.gwet_ac(SAME, levels=[1, 2]),
    "undefined": mcqa.cohen_kappa(SAME, levels=[1, 2]),
    "not applicable": mcqa.krippendorff_alpha([[ATTACK, "b"], ["b", "b"]], metric="ordinal"),
    "by unit": mcqa.rwg(RATINGS, levels=[0, 1, 2], null_value=0.5),
    "one level of labels": mcqa.gwet_ac([[ATTACK, ATTACK], [ATTACK, ATTACK]], levels=["b", ATTACK]),
    "empty": mcqa.gwet_ac([[None, None]]),
}


class Balanced(html.parser.HTMLParser):
    """Collects the text of a page, and makes sure that every tag is closed."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.text = [], set(), []

    def handle_starttag(self, tag, _attrs):
        self.open.append(tag)
        self.tags.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def parsed(page):
    reader = Balanced()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def test_parts_are_those_of_the_estimate():
    found = RESULTS["ok"]
    full = found.full
    for name in ("estimate", "ci", "standard_error", "p_value", "observed", "expected", "n_units", "n_raters"):
        assert getattr(found, name) == getattr(full, name)
    assert (found.benchmark, found.status, found.reason, found.text) == (full.benchmark, "ok", None, full.text)
    assert float(found) == found.estimate
    assert found.to_json() == full.to_json()
    assert found.ci.low < found.estimate < found.ci.high


def test_the_value_alone_is_the_value_of_the_whole():
    for found in RESULTS.values():
        alone = copy.copy(found)
        alone.__dict__.pop("estimate", None)
        alone.__dict__.pop("full", None)
        assert alone.estimate == found.full.estimate


@pytest.mark.parametrize("name", ["undefined", "not applicable", "empty"])
def test_what_does_not_exist_is_none_and_no_float(name):
    found = RESULTS[name]
    assert found.estimate is None
    assert found.text
    with pytest.raises(ValueError, match="does not exist here"):
        float(found)


@pytest.mark.parametrize("part", ["estimate", "request", "scope", "full", "ci", "new"])
def test_nothing_can_be_assigned(part):
    found = copy.copy(RESULTS["ok"])
    with pytest.raises(FrozenInstanceError):
        setattr(found, part, 1)
    with pytest.raises(FrozenInstanceError):
        del found.request


@pytest.mark.parametrize("name", RESULTS)
def test_results_survive_pickling_and_copying(name):
    found = RESULTS[name]
    for again in (pickle.loads(pickle.dumps(found)), copy.copy(found), copy.deepcopy(found)):
        assert again.full == found.full
        assert repr(again) == repr(found)


def test_results_may_stand_in_sets_and_are_equal_to_themselves_only():
    found = RESULTS["ok"]
    (itself,) = {found, found}
    assert found == itself
    assert found != copy.copy(found)


def test_data_frame_of_one_row_spreads_interval_and_benchmark():
    frame = RESULTS["ok"].to_frame()
    assert frame.shape[0] == 1
    row = frame.iloc[0]
    assert (row["coefficient"], row["metric"], row["estimate"]) == (
        "krippendorff_alpha",
        "ordinal",
        RESULTS["ok"].estimate,
    )
    assert (row["ci_low"], row["ci_high"]) == (RESULTS["ok"].ci.low, RESULTS["ok"].ci.high)
    assert {"benchmark_label", "n_units_used", "status", "reason"} <= set(frame.columns)
    assert pd.isna(RESULTS["undefined"].to_frame().loc[0, "estimate"])


def test_values_by_unit_go_with_their_names():
    frame = pd.DataFrame([[0, 0], [0, 2], [None, 1]], index=["a", "b", "c"], columns=["x", "y"])
    assert mcqa.ad_mean(frame, levels=[0, 1, 2]).per_unit == (("a", 0.0), ("b", 1.0), ("c", None))
    assert RESULTS["ok"].per_unit is None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ok", ["krippendorff_alpha (ordinal metric) = 0.", "(95 % interval 0.", "delta), 7 units, 3 raters"]),
        ("unstable", ["gwet_ac (identity weights) = 1.000, 3 units, 2 raters; unstable: every rating is"]),
        ("undefined", ["cohen_kappa (identity weights): undefined, every rating is"]),
        ("not applicable", ["not_applicable, the ordinal metric needs levels in an order", "levels=[...]"]),
        ("empty", ["undefined, nobody rated here"]),
    ],
)
def test_one_line_says_what_there_is(name, said):
    line = repr(RESULTS[name])
    assert "\n" not in line
    assert all(part in line for part in said)


@pytest.mark.parametrize("name", RESULTS)
def test_tables_of_notebooks_are_whole_and_carry_no_markup_of_the_data(name):
    page = RESULTS[name]._repr_html_()
    reader = parsed(page)
    assert reader.tags <= {"table", "caption", "strong", "tbody", "tr", "th", "td"}
    said = "".join(reader.text)
    assert RESULTS[name].name in said
    assert "None" not in said
    assert "nan" not in said
    if RESULTS[name].text:
        assert RESULTS[name].text in said


def test_tables_of_notebooks_show_the_number_with_what_it_rests_on():
    said = "|".join(parsed(RESULTS["ok"]._repr_html_()).text)
    assert f"estimate|{RESULTS['ok'].estimate:.3f}|95 % interval|" in said
    assert "|based on|7 units, 3 raters, 20 ratings|levels|3 declared, 3 used" in said
    said = "|".join(parsed(RESULTS["test"]._repr_html_()).text)
    assert "|test statistic|11.027 on 5, 15 degrees of freedom|p value|< 0.001|" in said
    said = "|".join(parsed(RESULTS["undefined"]._repr_html_()).text)
    assert "estimate|–|status|undefined (no variation)|observed|1.000" in said


def test_a_family_is_one_table():
    found = mcqa.family(RATINGS, levels=[0, 1, 2], ci="none")
    reader = parsed(found._repr_html_())
    assert "7 units, 3 raters, 20 ratings, 3 levels" in reader.text
    assert [each.name for each in found if each.name not in reader.text] == []
    assert len(repr(found).splitlines()) == len(found)
    assert found.to_frame()["coefficient"].tolist() == [each.request.coefficient for each in found]
    assert parsed(mcqa.family([[ATTACK, "b"], ["b", "b"]], ci="none")._repr_html_())
    assert pickle.loads(pickle.dumps(found)).to_frame().equals(found.to_frame())
    with pytest.raises(FrozenInstanceError):
        found.coefficients = ()


def test_large_tables_are_shown_as_small_ones():
    found = mcqa.rwg(np.tile(RATINGS[:3], (300, 1)), levels=[0, 1, 2])
    assert len(found.per_unit) == 900
    assert len(found._repr_html_()) < 3000
