"""Every rule and every tie on panels worked out by hand, to be read like a table.

Answers are levels from 0, the lowest; ? cannot tell, n not applicable, - blank. A result is a level, or two with a bar
between: a mix without a winner, which `ties` makes the lower, the higher, or leaves undecided.
"""

import numpy as np
import pytest

from mcqa.scores.score import score

COLUMNS = ("majority", "median", "mean", "unanimous", "most_lenient", "strictest")

# the mean stands behind each row as sum / number
THREE_LEVELS = """
    answers    majority  median  mean  unanimous  most_lenient  strictest
    2          2         2       2     2          2             2          # 2
    0          0         0       0     0          0             0          # 0
    2_2        2         2       2     2          2             2          # 4/2
    1_2        1|2       1|2     1|2   1|2        2             1          # 3/2, halfway
    0_1        0|1       0|1     0|1   0|1        1             0          # 1/2, halfway
    0_2        0|2       0|2     1     0|2        2             0          # 2/2: a level that nobody chose
    2_2_2      2         2       2     2          2             2          # 6/3
    1_2_2      2         2       2     1|2        2             1          # 5/3
    1_1_2      1         1       1     1|2        2             1          # 4/3
    0_1_2      0|2       1       1     0|2        2             0          # 3/3
    0_2_2      2         2       1     0|2        2             0          # 4/3: two of three outvoted by the mean
    0_0_2      0         0       1     0|2        2             0          # 2/3
    0_1_1      1         1       1     0|1        1             0          # 2/3
    0_0_1      0         0       0     0|1        1             0          # 1/3
    1_1_2_2    1|2       1|2     1|2   1|2        2             1          # 6/4, halfway
    0_0_1_1    0|1       0|1     0|1   0|1        1             0          # 2/4, halfway
    0_0_2_2    0|2       0|2     1     0|2        2             0          # 4/4
    0_1_2_2    2         1|2     1     0|2        2             0          # 5/4
    0_0_1_2    0         0|1     1     0|2        2             0          # 3/4
    0_1_1_2    1         1       1     0|2        2             0          # 4/4
    0_2_2_2    2         2       1|2   0|2        2             0          # 6/4, halfway
    0_0_0_2    0         0       0|1   0|2        2             0          # 2/4, halfway
    0_0_1_1_1  1         1       1     0|1        1             0          # 3/5
    0_0_1_1_2  0|1       1       1     0|2        2             0          # 4/5
    0_0_1_2_2  0|2       1       1     0|2        2             0          # 5/5
    1_1_2_2_2  2         2       2     1|2        2             1          # 8/5
    0_0_2_2_2  2         2       1     0|2        2             0          # 6/5
    0_0_0_2_2  0         0       1     0|2        2             0          # 4/5
"""
TWO_LEVELS = """
    answers    majority  median  mean  unanimous  most_lenient  strictest
    1          1         1       1     1          1             1          # 1
    0_1        0|1       0|1     0|1   0|1        1             0          # 1/2, halfway
    0_1_1      1         1       1     0|1        1             0          # 2/3
    0_0_1      0         0       0     0|1        1             0          # 1/3
    0_0_1_1    0|1       0|1     0|1   0|1        1             0          # 2/4, halfway
    0_1_1_1    1         1       1     0|1        1             0          # 3/4
    0_0_1_1_1  1         1       1     0|1        1             0          # 3/5
    0_0_0_1_1  0         0       0     0|1        1             0          # 2/5
"""
FOUR_LEVELS = """
    answers    majority  median  mean  unanimous  most_lenient  strictest
    0_3        0|3       0|3     1|2   0|3        3             0          # 3/2, halfway between the middle levels
    1_3        1|3       1|3     2     1|3        3             1          # 4/2
    0_1_3      0|3       1       1     0|3        3             0          # 4/3; three levels share the majority
    0_3_3      3         3       2     0|3        3             0          # 6/3
    1_2_3_3    3         2|3     2     1|3        3             1          # 9/4
    0_1_2_3    0|3       1|2     1|2   0|3        3             0          # 6/4, halfway
    0_0_3_3    0|3       0|3     1|2   0|3        3             0          # 6/4, halfway
    1_1_2_2_3  1|2       2       2     1|3        3             1          # 9/5
    0_0_1_3_3  0|3       1       1     0|3        3             0          # 7/5
"""
FIVE_LEVELS = """
    answers    majority  median  mean  unanimous  most_lenient  strictest
    0_4        0|4       0|4     2     0|4        4             0          # 4/2
    1_2_4      1|4       2       2     1|4        4             1          # 7/3
    0_4_4      4         4       3     0|4        4             0          # 8/3
    1_1_4_4    1|4       1|4     2|3   1|4        4             1          # 10/4, halfway
    0_2_3_4    0|4       2|3     2     0|4        4             0          # 9/4
    2_3_4_4    4         3|4     3     2|4        4             2          # 13/4
    3_4_4_4_4  4         4       4     3|4        4             3          # 19/5
"""


def rows_of(table, n_levels):
    """Take a table apart: number of levels, rule, answers, and the result."""
    header, *lines = [line.split("#")[0].split() for line in table.strip().splitlines()]
    assert tuple(header[1:]) == COLUMNS
    for answers, *results in lines:
        for rule, result in zip(COLUMNS, results, strict=True):
            yield pytest.param(
                n_levels, rule, answers.replace("_", " "), result, id=f"{n_levels}-levels-{rule}-{answers}"
            )


WORKED = [
    *rows_of(TWO_LEVELS, 2),
    *rows_of(THREE_LEVELS, 3),
    *rows_of(FOUR_LEVELS, 4),
    *rows_of(FIVE_LEVELS, 5),
]


@pytest.fixture
def component(rubric_of, criterion_of, ratings_of, scale_of):
    """Score one component of one micro-credential; the cut is at the top level."""

    def give(answers, *, n_levels=3, scale=None, weights=None, **decision):
        own = scale or scale_of(n_levels)
        rubric = rubric_of([criterion_of("C01.1", own)], **{"cut": own.levels[-1].id, **decision})
        return score(ratings_of(rubric, {"MC-01": {"C01.1": answers}}), rubric, weights=weights).units[0].criteria[0]

    return give


def held(found, result, ties):
    """Compare one component with a result of the tables under one rule for ties."""
    lower, *higher = result.split("|")
    if not higher:
        return (found.consensus, found.tied, found.undecided_because) == (f"l{lower}", False, None)
    wanted = {"lower": f"l{lower}", "higher": f"l{higher[0]}", "undecided": None}[ties]
    why = "tie" if ties == "undecided" else None
    return (found.consensus, found.tied, found.undecided_because) == (wanted, True, why)


@pytest.mark.parametrize(("n_levels", "rule", "answers", "result"), WORKED)
def test_the_tables_hold_under_every_rule_for_ties(n_levels, rule, answers, result, component):
    for ties in ("lower", "higher", "undecided"):
        found = component(answers, n_levels=n_levels, consensus=rule, ties=ties)
        assert held(found, result, ties), (ties, found)


@pytest.mark.parametrize(
    ("scores", "answers", "result"),
    [
        # 4/2 = 2: the distances are 2, 1, 2
        ([0, 1, 4], "0 2", "1"),
        # 5/2: as far from 1 as from 4
        ([0, 1, 4], "1 2", "1|2"),
        # 4/3 is nearest to 1; 9/3 = 3 to 4
        ([0, 1, 4], "0 0 2", "1"),
        ([0, 1, 4], "1 2 2", "2"),
        # 4/4 = 1, though three of four are at the bottom
        ([0, 1, 4], "0 0 0 2", "1"),
        # 11/2 = 5.5: next to 5
        ([1, 2, 3, 5, 10], "0 4", "3"),
        # 12/3 = 4: halfway between 3 and 5
        ([1, 2, 3, 5, 10], "0 0 4", "2|3"),
        # 15/2: halfway between 5 and 10
        ([1, 2, 3, 5, 10], "3 4", "3|4"),
        # scores below zero: 0/2 = 0; -1/2 is halfway
        ([-1, 0, 1], "0 2", "1"),
        ([-1, 0, 1], "0 1", "0|1"),
        # 0.3/2 is halfway, whatever floating point makes of it
        ([0.1, 0.2, 0.3], "0 1", "0|1"),
    ],
)
def test_the_mean_goes_by_scores_however_unevenly_they_are_spaced(scores, answers, result, component, scale_of):
    for ties in ("lower", "higher", "undecided"):
        found = component(
            answers, scale=scale_of(len(scores), scores=scores), consensus="mean", ties=ties, cut=f"l{len(scores) - 1}"
        )
        assert held(found, result, ties), (ties, found)


@pytest.mark.parametrize("rule", ["majority", "median", "unanimous", "most_lenient", "strictest"])
def test_every_other_rule_goes_by_the_order_of_levels_alone(rule, component, scale_of):
    for answers in ("0 2", "1 2", "0 0 2", "0 1 2"):
        even, uneven = (
            component(answers, scale=scale_of(scores=scores), consensus=rule) for scores in ([0, 1, 2], [0, 1, 40])
        )
        assert even == uneven


@pytest.mark.parametrize("ties", ["lower", "higher", "undecided"])
@pytest.mark.parametrize(
    ("rule", "answers", "consensus", "why"),
    [
        ("majority", "1 1 0", "l1", None),
        ("majority", "1 0", None, "tie"),
        ("unanimous", "1 1", "l1", None),
        ("unanimous", "1 1 0", None, "tie"),
        # even where all agree: the rule asks for an order that is not there
        ("median", "1 1 1", None, "not_ordered"),
        ("mean", "1 1 1", None, "not_ordered"),
        ("most_lenient", "1 1 1", None, "not_ordered"),
        ("strictest", "1 1 1", None, "not_ordered"),
        # too little to judge from is said first
        ("median", "", None, "no_ratings"),
        ("median", "? ? 1", None, "cannot_tell"),
    ],
)
def test_levels_without_order_have_no_lower_one(rule, answers, consensus, why, ties, component, scale_of):
    found = component(answers, scale=scale_of(kind="nominal"), consensus=rule, ties=ties)
    assert (found.consensus, found.undecided_because) == (consensus, why)


@pytest.mark.parametrize(
    ("answers", "weights", "result"),
    [
        # two light ones against one: 2 to 1, then 2 to 2, then 2 to 5
        ("2 1 1", [1, 1, 1], "1"),
        ("2 1 1", [2, 1, 1], "1|2"),
        ("2 1 1", [5, 1, 1], "2"),
        # who weighs nothing has no vote, alone or together
        ("2 1 1", [0, 1, 1], "1"),
        ("2 2 0", [0, 0, 1], "0"),
        # 0.1 + 0.2 against 0.3 is even, whatever floating point makes of it
        ("0 0 1", [0.1, 0.2, 0.3], "0|1"),
        ("0 1 2", [0.2, 0.3, 0.5], "2"),
        # only who rated counts: 1 to 1, the heavy one could not tell
        ("2 ? 0", [1, 9, 1], "0|2"),
        # the scale of the weights does not matter
        ("2 1 1", [5000, 1000, 1000], "2"),
        ("2 1 1", [0.002, 0.001, 0.001], "1|2"),
    ],
)
def test_the_level_with_most_weight_behind_it_wins(answers, weights, result, component):
    for ties in ("lower", "higher", "undecided"):
        found = component(answers, weights=weights, consensus="weighted", ties=ties)
        assert held(found, result, ties), (ties, found)


def test_what_only_reviewers_without_weight_rated_stays_undecided(component):
    found = component("2 2 -", weights=[0, 0, 1], consensus="weighted")
    assert (found.consensus, found.met, found.undecided_because, found.n_ratings) == (None, None, "no_weight", 2)


def test_weights_do_not_make_up_for_reviewers(component):
    # one reviewer of weight 9 is one reviewer: min_ratings counts people
    found = component("2 ? -", weights=[9, 1, 1], consensus="weighted", min_ratings=2)
    assert found.undecided_because == "too_few_ratings"
    # three of four could not tell, whatever the one who could weighs
    found = component("2 ? ? ?", weights=[9, 1, 1, 1], consensus="weighted")
    assert found.undecided_because == "cannot_tell"


@pytest.mark.parametrize("answers", ["0 1 2", "1 1 2", "0 0 2 2", "2", "0 1 1 2 2", "? 1 2", "n n 1"])
@pytest.mark.parametrize("ties", ["lower", "higher", "undecided"])
def test_equal_weights_are_a_majority(answers, ties, component):
    equal = [0.25] * len(answers.split())
    weighted = component(answers, weights=equal, consensus="weighted", ties=ties)
    assert weighted == component(answers, consensus="majority", ties=ties)


@pytest.mark.parametrize("consensus", [*COLUMNS, "weighted"])
@pytest.mark.parametrize(
    ("answers", "min_ratings", "why"),
    [
        # nobody, or only blanks
        ("", 1, "no_ratings"),
        ("- - -", 1, "no_ratings"),
        # one short of enough; a blank is no rating, nor is an answer without a level
        ("2", 2, "too_few_ratings"),
        ("2 2", 3, "too_few_ratings"),
        ("2 2 -", 3, "too_few_ratings"),
        ("2 2 ?", 3, "too_few_ratings"),
        # more asked for than there are reviewers
        ("2 2 2", 9, "too_few_ratings"),
        # more could not tell than rated: 1 to 0, 2 to 1, 3 to 2
        ("?", 1, "cannot_tell"),
        ("? ? 2", 1, "cannot_tell"),
        ("? ? ? 2 2", 1, "cannot_tell"),
        # more said it does not apply than rated it
        ("n", 1, "not_applicable"),
        ("n n 2", 1, "not_applicable"),
        ("n n n 2 2", 2, "not_applicable"),
        # as many as rated it are not most of them
        ("? 2", 1, None),
        ("? ? 2 2", 1, None),
        ("n 2", 1, None),
        ("? n 2", 1, None),
        # cannot tell outnumbers not applicable
        ("? ? n", 1, "cannot_tell"),
        # where two are asked for, one who says not applicable takes nothing out of the rule
        ("n - -", 2, "no_ratings"),
        ("n n -", 2, "not_applicable"),
        ("n ? -", 2, "cannot_tell"),
        ("n n 2", 3, "not_applicable"),
    ],
)
def test_what_is_no_score_is_told_by_its_reason(answers, min_ratings, why, consensus, component):
    weights = [1.0] * max(1, len(answers.split())) if consensus == "weighted" else None
    found = component(answers, min_ratings=min_ratings, consensus=consensus, weights=weights)
    assert found.undecided_because == why
    assert (found.consensus is None) is (why is not None)
    assert (found.met is None) is (why is not None)


@pytest.mark.parametrize(("cut", "met"), [("l0", True), ("l1", True), ("l2", False)])
def test_a_level_is_met_at_the_cut_and_above_it(cut, met, component):
    assert component("1 1 2", cut=cut).met is met


def test_counts_and_what_is_no_score_stand_beside_the_consensus(component):
    found = component("2 1 2 ? n -")
    assert found.counts == {"l0": 0, "l1": 1, "l2": 2}
    assert found.non_scores == {"cannot_tell": 1, "not_applicable": 1}
    assert found.n_ratings == 3


def test_rows_that_do_not_count_are_left_out(rubric_of, criterion_of, ratings_of):
    rubric = rubric_of([criterion_of("C01.1")])
    ratings = ratings_of(rubric, {"MC-01": {"C01.1": "0 2 2 ?"}})
    # without the second and third: only 0 and one who cannot tell
    found = score(ratings, rubric, where=np.array([True, False, False, True])).units[0].criteria[0]
    assert (found.consensus, found.n_ratings, found.non_scores["cannot_tell"]) == ("l0", 1, 1)
