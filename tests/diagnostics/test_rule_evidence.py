"""What the ratings say about lint rules: by hand, on degenerate inputs, and in pilots with planted faults."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcqa.diagnostics.exchange import Exchange
from mcqa.diagnostics.rule_evidence import BORNE_OUT, OPEN, rule_evidence
from mcqa.findings import Kind, Location, Severity
from mcqa.ratings.table import Status
from mcqa.simulation.simulate import simulate

BLANK, CANNOT_TELL = -1, -3
VAGUE = Kind("L201", "vague-term", Severity.WARNING)
NOT_VISIBLE = Kind("L403", "not-visible", Severity.WARNING)


def kinds_of(*kinds):
    return {kind.code: kind for kind in kinds}


def flagged(kind, *subjects):
    return [kind.at(Location("r.yaml", line), "found", subject=each) for line, each in enumerate(subjects, start=1)]


def evidence(findings, ratings, *kinds, seed=0, **options):
    return rule_evidence(findings, ratings, kinds=kinds_of(*(kinds or (VAGUE,))), seed=seed, **options)


def ids(ratings, positions):
    return [ratings.criteria[position].id for position in positions]


@pytest.fixture
def by_hand(pilots):
    """Four components, two micro-credentials, three reviewers; the fourth component has no pair."""
    cells = np.array(
        [
            [[2, 2, 1], [2, 2, 2], [0, 1, 2], [2, BLANK, CANNOT_TELL]],
            [[2, 1, BLANK], [1, 1, 1], [2, 2, BLANK], [CANNOT_TELL, 1, CANNOT_TELL]],
        ]
    )
    return pilots.ratings_of(cells, pilots.rubric_of(4))


@pytest.fixture(scope="module")
def pilot(pilots):
    """A pilot in which three components confuse everybody."""
    made = pilots.Pilot(5)
    for criterion in (3, 11, 20):
        made.vague(criterion)
    return made.ratings()


def test_means_against_theory(by_hand):
    (found,) = evidence(flagged(VAGUE, *ids(by_hand, [0, 3])), by_hand)
    one = found.disagreement
    # unequal pairs: (2/3 + 1) / 2; 0; (1 + 0) / 2; the fourth component has no two ratings
    assert (one.flagged, one.unflagged, one.left_out) == (1, 2, 1)
    assert (one.mean_flagged, one.mean_unflagged) == pytest.approx((5 / 6, 1 / 4))
    assert one.difference == pytest.approx(5 / 6 - 1 / 4)
    assert (one.status, one.reason, one.ci, one.verdict) == ("undefined", "too_few_components", None, OPEN)
    # cannot tell: none of 5, of 6, of 5 cells, and 3 of 5
    assert (found.cannot_tell.flagged, found.cannot_tell.unflagged, found.cannot_tell.left_out) == (2, 2, 0)
    assert (found.cannot_tell.mean_flagged, found.cannot_tell.mean_unflagged) == pytest.approx((3 / 10, 0))


def test_a_finding_that_tells_of_many_components_flags_each(by_hand):
    two = ids(by_hand, [0, 3])
    assert evidence(flagged(VAGUE, ", ".join(two)), by_hand) == evidence(flagged(VAGUE, *two), by_hand)


def test_too_few_flagged_say_how_many_would_do(pilot):
    (found,) = evidence(flagged(VAGUE, *ids(pilot, [3])), pilot)
    one = found.disagreement
    assert (one.status, one.reason, one.ci, one.p_value) == ("undefined", "too_few_components", None, None)
    # two of a kind of which one in 29 is flagged
    assert one.needed >= 60
    assert one.text == f"only 1 flagged; roughly {one.needed} components would tell"


def test_several_findings_on_a_component_flag_it_once(pilot):
    once = evidence(flagged(VAGUE, *ids(pilot, [3, 11])), pilot)
    twice = evidence(flagged(VAGUE, *ids(pilot, [3, 11, 3, 3])), pilot)
    assert once == twice


def test_a_rule_about_the_whole_rubric_is_left_out(pilot):
    whole = Kind("L401", "undecided-mix", Severity.WARNING)
    other, quiet = evidence([whole.at(Location("r.yaml", 1), "no winner")], pilot, whole, VAGUE)[::-1]
    assert (other.code, other.disagreement.status, other.disagreement.reason) == (
        "L401",
        "not_applicable",
        "no_component",
    )
    assert (quiet.disagreement.reason, quiet.disagreement.verdict) == ("nothing_flagged", None)
    assert quiet.disagreement.unflagged == 29


def test_findings_of_what_was_not_looked_for_are_not_counted(pilot):
    (found,) = evidence(flagged(NOT_VISIBLE, *ids(pilot, [3])) + flagged(VAGUE, *ids(pilot, [4])), pilot)
    assert (found.code, found.disagreement.flagged) == ("L201", 1)


def test_where_all_components_are_alike_there_is_no_interval(pilots):
    ratings = pilots.ratings_of(np.full((4, 29, 3), 2), pilots.rubric_of())
    (found,) = evidence(flagged(VAGUE, *ids(ratings, range(5))), ratings)
    one = found.disagreement
    assert (one.difference, one.ci, one.reason, one.verdict) == (0, None, "no_variation", OPEN)


@pytest.mark.parametrize(
    ("cells", "positions", "reason"),
    [
        (np.full((3, 4, 1), 2), [0, 1], "no_pairs"),
        (np.full((3, 4, 3), BLANK), [0, 1], "no_pairs"),
        (np.tile([[0, 2]], (3, 4, 1)), range(4), "too_few_components"),
    ],
)
def test_what_cannot_be_compared_has_a_reason_and_no_number(pilots, cells, positions, reason):
    ratings = pilots.ratings_of(cells, pilots.rubric_of(4))
    (found,) = evidence(flagged(VAGUE, *ids(ratings, positions)), ratings)
    one = found.disagreement
    assert (one.status, one.reason, one.ci, one.difference) == ("undefined", reason, None, None)
    assert one.text


def test_flagged_components_without_a_pair_say_so(by_hand):
    (found,) = evidence(flagged(VAGUE, *ids(by_hand, [3])), by_hand)
    one = found.disagreement
    assert (one.flagged, one.mean_flagged, one.reason) == (0, None, "no_pairs")
    assert one.text == "no micro-credential was rated by two reviewers on the flagged components"


def test_json_has_no_nan_and_every_key(by_hand):
    (found,) = evidence([], by_hand)
    answer = found.to_json()
    assert {
        "code", "name", "flagged", "unflagged", "left_out", "disagreement_flagged", "disagreement_unflagged",
        "difference", "ci", "status", "reason", "verdict", "cannot_tell",
    } <= set(answer)  # fmt: skip
    assert answer["disagreement_flagged"] is None
    assert answer["disagreement_unflagged"] == pytest.approx((5 / 6 + 0 + 1 / 2) / 3)


def test_the_interval_is_reported_with_its_method(pilot):
    (found,) = evidence(flagged(VAGUE, *ids(pilot, [3, 11, 20])), pilot)
    ci = found.to_json()["ci"]
    assert ci["level"] == 0.95
    assert ci["method"] == "permutation"
    assert 0 < ci["low"] < found.disagreement.difference < ci["high"] <= 1


@settings(max_examples=25, deadline=None)
@given(st.randoms(), st.lists(st.integers(0, 28), min_size=1, max_size=8))
def test_neither_the_order_of_findings_nor_the_names_of_reviewers_matter(pilot, random, positions):
    findings = flagged(VAGUE, *ids(pilot, positions))
    before = evidence(findings, pilot, VAGUE, NOT_VISIBLE, replicates=300)
    random.shuffle(findings)
    names = [f"anew-{index}" for index in range(len(pilot.raters))]
    order = list(range(len(names)))
    random.shuffle(order)
    renamed = replace(pilot, raters=tuple(names), rater=np.array(order, dtype=np.int32)[pilot.rater])
    assert evidence(findings, renamed, NOT_VISIBLE, VAGUE, replicates=300) == before


def test_holm_against_theory(pilot, monkeypatch):
    # 0.005 x 4 = 0.02, 0.01 x 3 = 0.03, 0.03 x 2 = 0.06, and 0.04 x 1 is less than what stands before it
    p_values, adjusted = (0.01, 0.04, 0.03, 0.005), (0.03, 0.06, 0.06, 0.02)
    given = {}

    def exchanged(_, flags, **__):
        # one for each rule, whatever is compared by it
        return Exchange(-0.1, 0.3, given.setdefault(flags.tobytes(), p_values[len(given) % len(p_values)]))

    monkeypatch.setattr("mcqa.diagnostics.rule_evidence.exchange", exchanged)
    rules = [Kind(f"L9{number:02}", "planted", Severity.WARNING) for number in range(4)]
    groups = ([3, 11, 20], [3, 11, 0], [1, 2, 5, 6], [7, 8, 9])
    findings = [each for rule, group in zip(rules, groups, strict=True) for each in flagged(rule, *ids(pilot, group))]
    found = [each.disagreement for each in evidence(findings, pilot, *rules)]
    assert [each.p_value for each in found] == list(p_values)
    assert [each.p_adjusted for each in found] == pytest.approx(adjusted)


def test_a_rule_that_flags_what_is_hidden_is_seen_in_what_reviewers_cannot_tell(pilots):
    made = pilots.Pilot(2)
    for criterion in (2, 9, 17):
        made.hidden(criterion)
    ratings = made.ratings()
    (found,) = evidence(flagged(NOT_VISIBLE, *ids(ratings, [2, 9, 17])), ratings, NOT_VISIBLE)
    assert found.cannot_tell.verdict == BORNE_OUT
    assert found.cannot_tell.mean_flagged == pytest.approx(0.7, abs=0.15)
    assert found.disagreement.verdict != BORNE_OUT


def simulated(pilots, seed, n_planted):
    """A simulated pilot with vague levels, as a table, and the positions of the components they were planted on."""
    rubric = pilots.rubric_of()
    pilot = simulate(rubric, units=8, raters=12, seed=seed, plants=["vague-level"] * n_planted)
    places = [
        {name: index for index, name in enumerate(names)}
        for names in (
            sorted({cell.unit for cell in pilot.cells}),
            [criterion.id for criterion in rubric.criteria],
            [rater.id for rater in pilot.raters],
        )
    ]
    cells = np.full([len(each) for each in places], BLANK)
    words = {Status.CANNOT_TELL.word: CANNOT_TELL, Status.NOT_APPLICABLE.word: -2, Status.MISSING.word: BLANK}
    for cell in pilot.cells:
        here = tuple(place[name] for place, name in zip(places, (cell.unit, cell.criterion, cell.rater), strict=True))
        levels = [level.id for level in rubric.scale.levels]
        cells[here] = words[cell.status] if cell.level is None else levels.index(cell.level)
    return pilots.ratings_of(cells, rubric), sorted(places[1][plant.argument] for plant in pilot.plants)


def test_the_rule_that_flags_what_is_planted_is_borne_out_and_a_random_one_is_not(pilots):
    random_rule = Kind("L999", "random", Severity.WARNING)
    told, fooled = 0, 0
    for seed in range(20):
        ratings, planted = simulated(pilots, seed, 6)
        anywhere = np.random.default_rng(seed).choice(29, size=6, replace=False)
        findings = flagged(VAGUE, *ids(ratings, planted)) + flagged(random_rule, *ids(ratings, anywhere))
        right, wrong = evidence(findings, ratings, VAGUE, random_rule)
        told += right.disagreement.verdict == BORNE_OUT
        fooled += wrong.disagreement.verdict == BORNE_OUT
    assert told >= 18
    assert fooled <= 2


def test_of_all_rules_that_flag_two_components_no_more_than_one_in_forty_is_borne_out(pilots):
    ratings, _ = simulated(pilots, 1, 6)
    pairs = list(combinations(range(29), 2))
    rules = [Kind(f"L{number:04}", "pair", Severity.WARNING) for number in range(len(pairs))]
    findings = [each for rule, pair in zip(rules, pairs, strict=True) for each in flagged(rule, *ids(ratings, pair))]
    found = evidence(findings, ratings, *rules)
    assert sum(each.disagreement.verdict == BORNE_OUT for each in found) <= len(pairs) / 40
    # and with all of them looked at together none is
    assert min(each.disagreement.p_adjusted for each in found) > 0.05
