"""Columns against one by one: a table of many units gives each what it gets alone, in any order, at any size."""

import json

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mcqa.rubric.model import Criterion, Level, Scale
from mcqa.scores.cells import tally
from mcqa.scores.consensus import consensus
from mcqa.scores.score import score

ANSWERS = ["0", "1", "1", "2", "2", "?", "n", "-"]
RULES = ("majority", "median", "mean", "unanimous", "most_lenient", "strictest", "weighted")


@st.composite
def rubrics(draw):
    """Two to four criteria in one or two standards, some on a scale of their own, and a decision."""
    criteria = []
    for place in range(draw(st.integers(2, 4))):
        scores = draw(st.sampled_from([[0, 1, 2], [0, 1, 2], [1, 2, 6], [0, 1, 2, 3]]))
        levels = tuple(Level(id=f"l{index}", label="", score=float(value)) for index, value in enumerate(scores))
        name = f"C0{1 + place // 2}.{place}"
        criteria.append(
            Criterion(
                id=name,
                title=name,
                text="",
                standard=name[:3].replace("C", "S"),
                scale=Scale(type="ordinal", levels=levels),
                descriptors={},
                weight=draw(st.sampled_from([1.0, 2.0])),
                essential=draw(st.booleans()),
            )
        )
    decision = {
        "rule": draw(st.sampled_from(["conjunctive", "compensatory"])),
        "pass_share": draw(st.sampled_from([0.5, 0.75, 0.85])),
        "cut": draw(st.sampled_from(["l1", "l2"])),
        "consensus": draw(st.sampled_from(RULES)),
        "ties": draw(st.sampled_from(["lower", "higher", "undecided"])),
        "min_ratings": draw(st.integers(1, 3)),
    }
    return criteria, decision


CELLS = st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=4)
SETS = st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=2, max_size=6)
WEIGHTS = st.lists(st.sampled_from([0.0, 1.0, 1.0, 2.5]), min_size=4, max_size=4)


def written(sets, criteria):
    return {
        f"MC-{place}": {one.id: " ".join(cell) for one, cell in zip(criteria, own, strict=False)}
        for place, own in enumerate(sets)
    }


@settings(deadline=None, max_examples=100)
@given(made=rubrics(), sets=SETS, weights=WEIGHTS)
def test_units_scored_together_are_units_scored_alone(made, sets, weights, rubric_of, ratings_of):
    criteria, decision = made
    rubric = rubric_of(criteria, **decision)
    units = written(sets, criteria)

    def scored(some):
        ratings = ratings_of(rubric, some)
        return score(ratings, rubric, weights=weights[: len(ratings.raters)])

    together = scored(units)
    alone = [scored({name: answers}) for name, answers in units.items()]
    assert list(together.units) == [one.units[0] for one in alone]
    # splits may be put in another order among those of other units, never among those of one
    for name, one in zip(units, alone, strict=True):
        assert [split for split in without_notes(together) if split[0] == name] == without_notes(one)
    assert [without_chances(one) for one in together.to_json()["units"]] == [
        without_chances(one.to_json()["units"][0]) for one in alone
    ]


def without_notes(scores):
    """The splits, with ratings but without comments (which count the rows of the table)."""
    return [(*split[:2], [vote[:2] for vote in split.ratings], *split[3:]) for split in scores.splits]


def without_chances(unit):
    """The JSON object of a unit without what depends on all reviewers of the set."""
    kept = {key: value for key, value in unit.items() if not key.startswith(("flip", "share_met_", "chance"))}
    return json.loads(json.dumps(kept, allow_nan=False))


@settings(deadline=None, max_examples=50)
@given(made=rubrics(), sets=SETS, weights=WEIGHTS, seed=st.integers(0, 99))
def test_neither_the_order_of_rows_nor_of_units_nor_of_raters_matters(
    made, sets, weights, seed, rubric_of, ratings_of, table_of
):
    criteria, decision = made
    rubric = rubric_of(criteria, **decision)
    ratings = ratings_of(rubric, written(sets, criteria))
    own = np.array(weights[: len(ratings.raters)])
    random = np.random.default_rng(seed)
    units, raters = random.permutation(len(ratings.units)), random.permutation(len(ratings.raters))
    codes = np.stack(
        [
            np.argsort(units)[ratings.unit],
            np.argsort(raters)[ratings.rater],
            ratings.criterion,
            ratings.level,
            ratings.status,
        ]
    )[:, random.permutation(len(ratings))]
    names = tuple(ratings.units[place] for place in units)
    shuffled = table_of(rubric, names, len(raters), codes)
    before = {one.unit: one for one in score(ratings, rubric, weights=own.tolist()).units}
    after = {one.unit: one for one in score(shuffled, rubric, weights=own[raters].tolist()).units}
    assert after == before


@settings(deadline=None, max_examples=50)
@given(made=rubrics(), sets=SETS, weights=WEIGHTS)
def test_every_distinct_panel_is_what_was_said_in_its_cells(made, sets, weights, rubric_of, ratings_of):
    criteria, decision = made
    rubric = rubric_of(criteria, **decision)
    units = written(sets, criteria)
    ratings = ratings_of(rubric, units)
    cells = tally(ratings, rubric, weights=weights[: len(ratings.raters)])
    judged = score(ratings, rubric, weights=weights[: len(ratings.raters)]).judged
    assert len(set(cells.panels)) == len(cells.panels)
    for unit, answers in enumerate(units.values()):
        for place, (criterion, text) in enumerate(zip(criteria, answers.values(), strict=True)):
            said, panel = text.split(), cells.panel(unit, place)
            n_levels = len(criterion.scale.levels)
            assert panel.counts == tuple(said.count(str(level)) for level in range(n_levels))
            assert (panel.cannot_tell, panel.not_applicable) == (said.count("?"), said.count("n"))
            assert int(cells.missing[unit, place]) == said.count("-")
            heavy = [
                sum(w for w, s in zip(weights, said, strict=False) if s == str(level)) for level in range(n_levels)
            ]
            np.testing.assert_allclose(panel.weights, heavy, atol=1e-8)
            reached = consensus(panel, criterion.scale, rubric.decision)
            assert int(judged.level[unit, place]) == (-1 if reached.level is None else reached.level)


def test_criteria_left_out_leave_the_others_as_they_were(rubric_of, criterion_of, ratings_of, scale_of):
    rubric = rubric_of([criterion_of("C01.1"), criterion_of("C01.2", scale_of(5)), criterion_of("C02.1")])
    units = {f"MC-{place}": {"C01.1": "0 1 2", "C01.2": "4 3 ?", "C02.1": "2 n -"} for place in range(3)}
    cells = tally(ratings_of(rubric, units), rubric)
    kept = cells.of_criteria([0, 2])
    assert [one.id for one in kept.criteria] == ["C01.1", "C02.1"]
    for unit in range(3):
        assert [kept.panel(unit, place) for place in range(2)] == [cells.panel(unit, place) for place in (0, 2)]
    # the panels on the scale of C01.2 are gone
    assert {len(one.panel.counts) for one in kept.panels} == {3}


def test_a_thousand_units_in_columns_and_some_of_them_by_hand(rubric_of, criterion_of, ratings_of):
    rubric = rubric_of([criterion_of("C01.1"), criterion_of("C01.2")])
    answers = [("2 2 2", "2 2 1"), ("2 2 0", "1 1 2"), ("? ? 2", "2 2"), ("n n", "2 2 2"), ("0 1 2", "2")]
    units = {f"MC-{place:04}": dict(zip(("C01.1", "C01.2"), answers[place % 5], strict=True)) for place in range(1000)}
    found = score(ratings_of(rubric, units), rubric).units
    assert len(found) == 1000
    # the last: 0 1 2 is a tie of three, and goes lower
    expected = ["met", "not_met", "undecided", "met", "not_met"]
    assert [one.verdict.value for one in found] == expected * 200
    # 2 2 1 is one vote from 1; 1 1 2 one from 2; n n back as two ratings of 0 would take two, as 2 2 2 does; 0 1 2 one
    assert [one.margin for one in found[:5]] == [1, 1, None, 1, 1]
    assert found[-1] == found[999]
    assert [one.unit for one in found[3:5]] == ["MC-0003", "MC-0004"]
