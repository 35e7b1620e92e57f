"""The margin against a search through every way in which votes could have been different."""

from fractions import Fraction
from functools import cache
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mcqa.rubric.model import Criterion, Decision, Level, Scale
from mcqa.scores.consensus import Panel, Undecided, consensus
from mcqa.scores.judgement import side
from mcqa.scores.margin import votes_across, votes_to
from mcqa.scores.result import Verdict
from mcqa.scores.score import score

MOST_VOTES = 8
RULES = ("majority", "median", "mean", "unanimous", "most_lenient", "strictest")
TIES = ("lower", "higher", "undecided")


def neighbours(panel, most=MOST_VOTES):
    """Every panel one vote away: a level or a non-score becomes another level, or one more reviewer rates."""
    levels = range(len(panel.counts))
    for to in levels:
        more = tuple(count + (level == to) for level, count in enumerate(panel.counts))
        for level in levels:
            if panel.counts[level] and level != to:
                yield panel._replace(counts=tuple(count - (at == level) for at, count in enumerate(more)))
        if panel.cannot_tell:
            yield panel._replace(counts=more, cannot_tell=panel.cannot_tell - 1)
        if panel.not_applicable:
            yield panel._replace(counts=more, not_applicable=panel.not_applicable - 1)
        if sum(panel.counts) + panel.cannot_tell + panel.not_applicable < most:
            yield panel._replace(counts=more)


def fewest_votes(panel, wanted, most=MOST_VOTES):
    """Search breadth first: the first panel that is wanted is as near as any; no more than `most` reviewers answer."""
    seen, front, votes = {panel}, [panel], 0
    while front:
        if any(wanted(one) for one in front):
            return votes
        votes += 1
        front = list({near for one in front for near in neighbours(one, most)} - seen)
        seen.update(front)
    return None


def scale_with(scores):
    levels = tuple(Level(id=f"l{index}", label="", score=float(value)) for index, value in enumerate(scores))
    return Scale(type="ordinal", levels=levels)


@st.composite
def panels(draw, n_levels, most=5):
    answers = draw(st.lists(st.integers(0, n_levels - 1), max_size=most))
    return Panel(
        counts=tuple(answers.count(level) for level in range(n_levels)),
        cannot_tell=draw(st.sampled_from([0, 0, 1, 2])),
        not_applicable=draw(st.sampled_from([0, 0, 1])),
    )


@st.composite
def cases(draw):
    n_levels = draw(st.integers(2, 4))
    scores = sorted(draw(st.lists(st.integers(0, 9), min_size=n_levels, max_size=n_levels, unique=True)))
    decision = Decision(
        rule="conjunctive",
        cut=f"l{draw(st.integers(0, n_levels - 1))}",
        consensus=draw(st.sampled_from(RULES)),
        ties=draw(st.sampled_from(TIES)),
        min_ratings=draw(st.integers(1, 3)),
    )
    return draw(panels(n_levels)), scale_with(scores), decision


@settings(deadline=None, max_examples=300)
@given(case=cases(), lift=st.booleans())
def test_votes_across_the_cut_are_the_fewest_of_all_ways(case, lift):
    panel, scale, decision = case
    expected = fewest_votes(panel, lambda one: side(one, scale, decision) == int(lift))
    assert votes_across(panel, scale, decision, lift=lift) == expected


@settings(deadline=None, max_examples=300)
@given(case=cases(), data=st.data())
def test_votes_to_a_level_are_the_fewest_of_all_ways(case, data):
    """Held where enough have rated: a further reviewer counts as a vote only where too few have."""
    panel, scale, decision = case
    panel = panel._replace(cannot_tell=0, not_applicable=0)
    assume(panel.n >= decision.min_ratings)
    level = data.draw(st.integers(0, len(scale.levels) - 1))
    expected = fewest_votes(panel, lambda one: consensus(one, scale, decision).level == level, most=panel.n)
    assert votes_to(panel, scale, decision, level) == expected


def test_a_further_reviewer_is_no_vote_where_enough_have_rated():
    # 0 2 with ties open: a third who says 1 would do it alone, but of these two both have to say 1
    decision = Decision(rule="conjunctive", cut="l1", consensus="median", ties="undecided", min_ratings=1)
    assert votes_to(Panel(counts=(1, 0, 1)), scale_with([0, 1, 2]), decision, 1) == 2
    # where a third is asked for, it is one vote
    assert votes_to(Panel(counts=(1, 0, 1)), scale_with([0, 1, 2]), decision._replace(min_ratings=3), 1) == 1


@pytest.fixture
def margin_of(criterion_of, rubric_of, ratings_of):
    """Votes and components that a verdict is from flipping; a panel may come with `essential` or `weight`."""

    def give(*written, scale=None, decided=None, **decision):
        own = [panel if isinstance(panel, tuple) else (panel, {}) for panel in written]
        criteria = [criterion_of(f"C01.{index}", scale, **more) for index, (_, more) in enumerate(own)]
        rubric = rubric_of(criteria, **{"ties": "lower", **decision})
        answers = {one.id: text for one, (text, _) in zip(criteria, own, strict=True)}
        unit = score(ratings_of(rubric, {"MC-01": answers}), rubric, decided=decided).units[0]
        return unit.margin, unit.margin_components

    return give


def test_a_met_unit_falls_with_its_weakest_component(margin_of):
    assert margin_of("2 2 2 2 2", "2 2 2 1 1", "2 2 2 2 1") == (1, 1)
    assert margin_of("2 2 2 2 2", "2 2 2 2 2") == (3, 1)


def test_a_unit_that_has_not_met_needs_every_component_in_its_way(margin_of):
    # two of four have to be lifted: one by a vote, one by three of five
    assert margin_of("2 2 2", "2 2 1 1 1", "0 0 0 0 0", "2 2 2") == (1 + 3, 2)
    # an open component is in the way as well: two of the three who cannot tell
    assert margin_of("2 1 1", "? ? ?") == (1 + 2, 2)


def test_votes_at_the_fullest_level_break_a_majority(margin_of):
    # 0 1 1 1 2 2: one of those who say 1 is enough, while taking the 0 makes only a tie
    assert margin_of("0 1 1 1 2 2") == (1, 1)


def test_too_few_ratings_need_further_reviewers(margin_of):
    assert margin_of("1 1", "2", min_ratings=2) == (2 + 1, 2)


def test_the_most_lenient_panel_falls_only_when_all_change_and_the_strictest_with_one(margin_of):
    assert margin_of("2 2 2", consensus="most_lenient") == (3, 1)
    assert margin_of("2 0 0", consensus="most_lenient") == (1, 1)
    assert margin_of("0 0 0", consensus="most_lenient") == (1, 1)
    assert margin_of("2 2 2", consensus="strictest") == (1, 1)
    assert margin_of("0 0 0", consensus="strictest") == (3, 1)


def test_what_dropped_out_can_come_back_and_fail_the_unit(margin_of):
    # n n 1: when one who found it not applicable rates it 1, two of three rated it, below the cut
    assert margin_of("2 2 2 2 2", "n n 1") == (1, 1)
    # the same where it is essential
    assert margin_of(*["2 2 2"] * 9, ("n n 1", {"essential": True}), rule="compensatory", pass_share=0.5) == (1, 1)
    # and where it takes its points along: 2 of 2 points become 2 of 4
    assert margin_of("2 2 2 2 2", "n n 0", rule="compensatory", pass_share=0.85) == (1, 1)


def test_there_is_no_margin_where_there_is_no_verdict_or_no_vote_could_flip_it(margin_of, scale_of):
    assert margin_of("2 2", "?") == (None, None)
    assert margin_of("0 0 1", cut="l0") == (None, None)
    assert margin_of("0 0", "1 1", scale=scale_of(kind="nominal"), consensus="median") == (None, None)


def test_votes_of_different_weight_are_not_counted(criterion_of, rubric_of, ratings_of):
    # a reviewer of weight 5 is no single vote; what dropped out beside it makes no margin either
    rubric = rubric_of([criterion_of("C01.1"), criterion_of("C01.2")], consensus="weighted")
    ratings = ratings_of(rubric, {"MC-01": {"C01.1": "2 2 2", "C01.2": "n n 1"}})
    found = score(ratings, rubric, weights=[5, 1, 1])
    assert found.units[0].verdict is Verdict.MET
    assert (found.units[0].margin, found.units[0].margin_components) == (None, None)
    assert found.to_json()["units"][0]["margin_reason"] == "weighted_votes"


def test_a_large_panel_is_counted_too(margin_of):
    assert margin_of(" ".join(["2"] * 301)) == (151, 1)
    # 151 of 301 at the middle level make it the consensus, and half of the points
    assert margin_of(" ".join(["2"] * 301), rule="compensatory", pass_share=0.85) == (151, 1)


def test_a_compensatory_unit_falls_by_points_or_by_an_essential_component(margin_of):
    share = {"rule": "compensatory", "pass_share": 0.8}
    # 10 of 10 points; 8 still pass, so three have to go: two components by one level cost 2 points, a third 1 more;
    # or one component to the bottom (2) and another by one (1). A component of three 2s takes two votes
    assert margin_of(*["2 2 2"] * 5, **share) == (4, 2)
    # with an essential one among them its two votes are enough
    assert margin_of(*["2 2 2"] * 4, ("2 2 2", {"essential": True}), **share) == (2, 1)
    # a weight of 3 makes it 14 points; 11 are too few of the 11.2 asked: that component by one level, two votes
    assert margin_of(*["2 2 2"] * 4, ("2 2 2", {"weight": 3}), **share) == (2, 1)


def test_a_compensatory_unit_is_lifted_by_the_cheapest_changes(margin_of):
    share = {"rule": "compensatory", "pass_share": 0.8}
    # 7 of 10 points: one is missing. 2 1 1 becomes 2 with one vote, 0 0 0 becomes 1 with two
    assert margin_of("2 2 2", "2 2 2", "2 2 2", "2 1 1", "0 0 0", **share) == (1, 1)
    # the essential one has to be lifted to the cut: two votes, and that is enough
    assert margin_of("2 2 2", "2 2 2", "2 2 2", "2 1 1", ("0 0 0", {"essential": True}), **share) == (2, 1)
    # 9 of 10 points, but the essential one is below the cut: one vote
    assert margin_of(*["2 2 2"] * 4, ("2 1 1", {"essential": True}), **share) == (1, 1)
    # nothing but an essential one left open: two of the three who cannot tell, and 6 points short by none
    assert margin_of("0 0 0", *["2 2 2"] * 3, ("? ? ?", {"essential": True}), **share) == (None, None)


NOT_APPLICABLE, OPEN = "not_applicable", "open"


@cache
def reached(panel, scale, decision):
    """The level of a panel, or that it is open, or that it drops out."""
    found = consensus(panel, scale, decision)
    if found.level is not None:
        return found.level
    return NOT_APPLICABLE if found.why is Undecided.NOT_APPLICABLE else OPEN


@cache
def cheapest_outcomes(panel, scale, decision):
    """The fewest votes to everything that a panel of at most five can come to."""
    found, seen, front, votes = {}, {panel}, [panel], 0
    while front:
        for one in front:
            found.setdefault(reached(one, scale, decision), votes)
        votes += 1
        front = list({near for one in front for near in neighbours(one, most=5)} - seen)
        seen.update(front)
    return found


def verdict_of(outcomes, criteria, decision):
    """The compensatory rule once more, in fractions and one component after the other."""
    low = high = available = Fraction(0)
    failed = open_essential = False
    for outcome, criterion in zip(outcomes, criteria, strict=True):
        if outcome == NOT_APPLICABLE:
            continue
        points = [Fraction(criterion.weight) * Fraction(level.score) for level in criterion.scale.levels]
        available += points[-1]
        low += points[0] if outcome == OPEN else points[outcome]
        high += points[-1] if outcome == OPEN else points[outcome]
        if criterion.essential:
            open_essential |= outcome == OPEN
            failed |= outcome != OPEN and outcome < criterion.scale.position(decision.cut)
    bar = Fraction(str(decision.pass_share)) * available
    if not available:
        return Verdict.UNDECIDED
    if failed or high < bar:
        return Verdict.NOT_MET
    return Verdict.MET if low >= bar and not open_essential else Verdict.UNDECIDED


def searched(panels_of_unit, criteria, decision):
    """The verdict, and the fewest votes and components with the other one, of all combinations of outcomes."""
    ways = [cheapest_outcomes(panel, one.scale, decision) for panel, one in zip(panels_of_unit, criteria, strict=True)]
    now = verdict_of(
        [reached(panel, one.scale, decision) for panel, one in zip(panels_of_unit, criteria, strict=True)],
        criteria,
        decision,
    )
    other = {Verdict.MET: Verdict.NOT_MET, Verdict.NOT_MET: Verdict.MET}.get(now)
    flips = [
        [cost for _, cost in combination]
        for combination in product(*(way.items() for way in ways))
        if verdict_of([outcome for outcome, _ in combination], criteria, decision) == other
    ]
    votes = min((sum(costs) for costs in flips), default=None)
    components = min((sum(cost > 0 for cost in costs) for costs in flips), default=None)
    return now, votes, components


@st.composite
def units(draw):
    criteria, answers = [], []
    for place in range(draw(st.integers(1, 3))):
        n_levels = draw(st.integers(2, 3))
        scores = draw(st.sampled_from([[0, 1, 2], [1, 2, 3], [0, 1, 5], [4, 5, 6]]))[:n_levels]
        criteria.append(
            Criterion(
                id=f"C01.{place}",
                title="",
                text="",
                standard="S01",
                scale=scale_with(scores),
                descriptors={},
                weight=draw(st.sampled_from([1.0, 1.0, 0.5, 3.0])),
                essential=draw(st.booleans()),
            )
        )
        answers.append(draw(st.lists(st.sampled_from([*map(str, range(n_levels)), "?", "n"]), min_size=1, max_size=3)))
    decision = {
        "rule": "compensatory",
        "cut": "l1",
        "pass_share": draw(st.sampled_from([0.3, 0.5, 0.6, 0.75, 0.85, 1.0])),
        "consensus": draw(st.sampled_from(RULES)),
        "ties": draw(st.sampled_from(TIES)),
        "min_ratings": draw(st.integers(1, 2)),
    }
    return criteria, answers, decision


@settings(deadline=None, max_examples=200)
@given(case=units())
def test_the_compensatory_margin_is_the_fewest_votes_of_all_ways_to_flip(case, rubric_of, ratings_of, panel_of):
    criteria, answers, decision = case
    rubric = rubric_of(criteria, **decision)
    texts = [" ".join(own) for own in answers]
    own = [panel_of(text, len(one.scale.levels)) for text, one in zip(texts, criteria, strict=True)]
    found = score(ratings_of(rubric, {"MC-01": dict(zip(rubric_ids(rubric), texts, strict=True))}), rubric).units[0]
    verdict, votes, components = searched(own, criteria, rubric.decision)
    assert found.verdict is verdict
    assume(verdict is not Verdict.UNDECIDED)
    assert (found.margin, found.margin_components) == (votes, components)


def rubric_ids(rubric):
    return [criterion.id for criterion in rubric.criteria]
