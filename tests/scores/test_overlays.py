"""Overlays give two verdicts: by the rubric they extend, and by all of it with what they add."""

import numpy as np
import pytest

from mcqa.lint.engine import load_rubric
from mcqa.ratings.table import Status
from mcqa.scores.policy import Asked, core_decision_for, decision_for
from mcqa.scores.score import score

SCALE = """scale:
  type: ordinal
  levels:
    - {id: not_met, label: Not met, score: 0}
    - {id: partly_met, label: Partly met, score: 1}
    - {id: met, label: Met, score: 2}
"""
DESCRIPTORS = "{not_met: No source is linked., partly_met: Some sources are linked., met: All sources are linked.}"
# one file for each rubric of a chain: what it says beside its head
BASE = "decision: {rule: conjunctive, cut: partly_met, consensus: majority, ties: lower}\n"
POINTS = "decision: {rule: compensatory, cut: met, pass_share: 0.75, consensus: majority, ties: lower}\n"


def component(name, more=""):
    head = f"      - id: {name}\n        title: {name}\n        text: Text of {name}.\n"
    return f"{head}        levels: {DESCRIPTORS}\n{more}"


def standards(*components):
    own = "".join(component(*one) if isinstance(one, tuple) else component(one) for one in components)
    return f"standards:\n  - id: S01\n    title: Sources\n    components:\n{own}"


def local(*components):
    own = "".join(component(*one) if isinstance(one, tuple) else component(one) for one in components)
    return f"standards:\n  - id: S09\n    title: Local\n    components:\n{own}"


@pytest.fixture
def chain(tmp_path):
    """Write a base rubric and overlays over it, one over the other, and load the last."""

    def write(base, *overlays):
        for place, text in enumerate((base, *overlays)):
            head = (
                f"format: mcqa-rubric/1\nid: r{place}\nversion: '1.0.0'\ntitle: R{place}\nstatus: local\nlanguage: en\n"
            )
            extends = f"extends: r{place - 1}.yaml\n" if place else SCALE
            (tmp_path / f"r{place}.yaml").write_text(head + extends + text, encoding="utf-8", newline="\n")
        return load_rubric(str(tmp_path / f"r{len(overlays)}.yaml"))

    return write


@pytest.fixture
def verdicts(ratings_of):
    """The two verdicts of one micro-credential, as the JSON object has them."""

    def give(rubric, decided=None, **answers):
        written = {name.replace("_", "."): text for name, text in answers.items()}
        scores = score(ratings_of(rubric, {"MC-01": written}), rubric, decided=decided)
        unit = scores.to_json()["units"][0]
        view = scores.units[0]
        if unit["verdicts"] is None:
            assert view.core is None
            return unit["verdict"]
        assert unit["verdicts"] == {"core": view.core.value, "core_and_local": view.verdict.value}
        assert unit["verdict"] == unit["verdicts"]["core_and_local"]
        return unit["verdicts"]["core"], unit["verdict"]

    return give


def test_a_rubric_that_extends_nothing_gives_one_verdict(chain, verdicts):
    assert verdicts(chain(BASE + standards("C01.1")), C01_1="1 1 2") == "met"


def test_the_core_is_met_where_only_what_is_local_is_not(chain, verdicts):
    rubric = chain(BASE + standards("C01.1", "C01.2"), local("C09.1"))
    assert verdicts(rubric, C01_1="2 2", C01_2="1 1", C09_1="0 0") == ("met", "not_met")
    assert verdicts(rubric, C01_1="2 2", C01_2="0 0", C09_1="2 2") == ("not_met", "not_met")
    assert verdicts(rubric, C01_1="2 2", C01_2="1 1", C09_1="1 2") == ("met", "met")
    # nobody rated what is local
    assert verdicts(rubric, C01_1="2 2", C01_2="1 1") == ("met", "undecided")


def test_a_component_added_to_a_standard_of_the_base_is_local_too(chain, verdicts):
    rubric = chain(BASE + standards("C01.1"), "standards:\n  - id: S01\n    components:\n" + component("C01.2"))
    assert verdicts(rubric, C01_1="2 2", C01_2="0 0") == ("met", "not_met")


def test_a_raised_cut_holds_for_all_and_the_declared_one_for_the_core(chain, verdicts):
    rubric = chain(BASE + standards("C01.1"), "decision: {cut: met}\n" + local("C09.1"))
    # C01.1 is partly met: enough for the base, too little for the overlay
    assert verdicts(rubric, C01_1="1 1 2", C09_1="2 2 2") == ("met", "not_met")
    assert verdicts(rubric, C01_1="2 1 2", C09_1="2 2 2") == ("met", "met")


def test_more_ratings_asked_for_leave_the_core_decided(chain, verdicts):
    rubric = chain(BASE + standards("C01.1"), "decision: {min_ratings: 3}\n")
    assert verdicts(rubric, C01_1="2 2") == ("met", "undecided")


def test_a_raised_share_of_the_points(chain, verdicts):
    rubric = chain(POINTS + standards("C01.1", "C01.2"), "decision: {pass_share: 0.9}\n" + local("C09.1"))
    # core: 3 of 4 points are 75 %; with what is local 5 of 6 are 83 %
    assert verdicts(rubric, C01_1="2 2", C01_2="1 1", C09_1="2 2") == ("met", "not_met")
    # core: 4 of 4; with what is local 5 of 6
    assert verdicts(rubric, C01_1="2 2", C01_2="2 2", C09_1="1 1") == ("met", "not_met")
    # 2 of 4 points; what is local makes up for nothing in the core: 4 of 6
    assert verdicts(rubric, C01_1="2 2", C01_2="0 0", C09_1="2 2") == ("not_met", "not_met")


def test_what_is_local_can_make_up_for_points_only_in_the_verdict_over_all(chain, verdicts):
    rubric = chain(POINTS + standards("C01.1", "C01.2"), local(("C09.1", "        weight: 6\n")))
    # core 2 of 4 points; over all 2 + 12 of 16 are 87.5 %
    assert verdicts(rubric, C01_1="2 2", C01_2="0 0", C09_1="2 2") == ("not_met", "met")


def test_an_essential_component_that_an_overlay_adds(chain, verdicts):
    rubric = chain(POINTS + standards("C01.1", "C01.2"), local(("C09.1", "        essential: true\n")))
    # 5 of 6 points are 83 %, but what is local and essential is only partly met
    assert verdicts(rubric, C01_1="2 2", C01_2="2 2", C09_1="1 1") == ("met", "not_met")


def test_an_overlay_of_an_overlay_has_the_rubric_at_the_bottom_for_its_core(chain, verdicts):
    state = "decision: {cut: met}\n" + local("C09.1")
    district = "standards:\n  - id: S10\n    title: District\n    components:\n" + component("C10.1")
    rubric = chain(BASE + standards("C01.1"), state, district)
    # partly met is enough at the bottom, and nothing that either overlay adds counts there
    assert verdicts(rubric, C01_1="1 1", C09_1="0 0", C10_1="0 0") == ("met", "not_met")
    assert verdicts(rubric, C01_1="2 2", C09_1="2 2", C10_1="0 0") == ("met", "not_met")
    assert verdicts(rubric, C01_1="2 2", C09_1="2 2", C10_1="2 2") == ("met", "met")
    assert verdicts(rubric, C01_1="0 0", C09_1="2 2", C10_1="2 2") == ("not_met", "not_met")


OWN_SCALE = "        scale: {type: ordinal, levels: [{id: no, label: No, score: 0}, {id: met, label: Yes, score: 1}]}\n"


@pytest.fixture
def with_own_scale(chain):
    """An overlay that raises the cut to `met`, and adds a component on a scale that has no level `partly_met`."""
    own = component("C09.1", OWN_SCALE).replace(DESCRIPTORS, "{no: No source is linked., met: All sources are linked.}")
    added = f"decision: {{cut: met}}\nstandards:\n  - id: S09\n    title: Local\n    components:\n{own}"
    return chain(BASE + standards("C01.1"), added)


def test_a_local_scale_need_not_know_the_cut_of_the_base(with_own_scale, verdicts):
    assert verdicts(with_own_scale, C01_1="1 1", C09_1="1 1") == ("met", "not_met")
    assert verdicts(with_own_scale, C01_1="2 2", C09_1="0 0") == ("met", "not_met")
    assert verdicts(with_own_scale, C01_1="2 2", C09_1="1 1") == ("met", "met")


def test_what_a_call_asks_for_is_put_over_both_rules(with_own_scale):
    asked = Asked(consensus="median", min_ratings=2)
    core, whole = core_decision_for(with_own_scale, asked), decision_for(with_own_scale, asked)
    assert (core.cut, core.consensus, core.min_ratings) == ("partly_met", "median", 2)
    assert (whole.cut, whole.consensus, whole.min_ratings) == ("met", "median", 2)
    assert core_decision_for(with_own_scale, Asked(cut="met")).cut == "met"


def test_a_decided_cell_counts_in_both_verdicts(chain, verdicts):
    rubric = chain(BASE + standards("C01.1"), "decision: {cut: met}\n" + local("C09.1"))
    answers = {"C01_1": "0 0 2", "C09_1": "2 2 2"}
    assert verdicts(rubric, **answers) == ("not_met", "not_met")
    assert verdicts(rubric, np.array([[1, -1]], dtype=np.int32), **answers) == ("met", "not_met")
    assert verdicts(rubric, np.array([[2, -1]], dtype=np.int32), **answers) == ("met", "met")


def test_every_unit_of_a_large_set_has_both_verdicts(chain, table_of):
    rubric = chain(BASE + standards("C01.1"), local("C09.1"))
    # unit i rates C01.1 at i % 3 and C09.1 at i // 3 % 3, one reviewer each
    n = 90
    unit = np.repeat(np.arange(n), 2)
    criterion = np.tile([0, 1], n)
    level = np.where(criterion == 0, unit % 3, unit // 3 % 3)
    status = np.full(2 * n, Status.RATED)
    codes = np.stack([unit, np.zeros_like(unit), criterion, level, status])
    ratings = table_of(rubric, tuple(f"MC-{one}" for one in range(n)), 1, codes)
    for place, one in enumerate(score(ratings, rubric).units):
        assert one.core.value == ("met" if place % 3 else "not_met")
        assert one.verdict.value == ("met" if place % 3 and place // 3 % 3 else "not_met")
