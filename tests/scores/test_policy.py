"""What a call asks of the rule is put over the rubric's, or refused in one message that says what there is instead."""

import pytest

from mcqa.errors import UsageError
from mcqa.rubric.model import Decision
from mcqa.scores.policy import Asked, core_decision_for, decision_for


@pytest.fixture
def rubric(rubric_of, criterion_of, scale_of):
    return rubric_of([criterion_of("C01.1"), criterion_of("C01.2", scale_of(4))], cut="l2", ties="lower")


def test_nothing_asked_is_the_rule_of_the_rubric(rubric):
    assert not Asked().anything
    assert decision_for(rubric, Asked()) == rubric.decision
    assert core_decision_for(rubric, Asked()) is None


@pytest.mark.parametrize(
    ("asked", "changed"),
    [
        ({"consensus": "median"}, {"consensus": "median"}),
        ({"consensus": "Most-lenient "}, {"consensus": "most_lenient"}),
        ({"consensus": "lenient"}, {"consensus": "most_lenient"}),
        ({"consensus": "strict"}, {"consensus": "strictest"}),
        ({"ties": "higher"}, {"ties": "higher"}),
        ({"min_ratings": 3}, {"min_ratings": 3}),
        ({"cut": "l1"}, {"cut": "l1"}),
        # people write the label
        ({"cut": "level 1"}, {"cut": "l1"}),
        ({"rule": "compensatory", "pass_share": 0.7}, {"rule": "compensatory", "pass_share": 0.7}),
        ({"weighted": True}, {"consensus": "weighted"}),
        ({"weighted": True, "consensus": "weighted"}, {"consensus": "weighted"}),
    ],
)
def test_what_is_asked_changes_that_and_nothing_else(asked, changed, rubric):
    assert Asked(**asked).anything
    assert decision_for(rubric, Asked(**asked)) == rubric.decision._replace(**changed)


def test_quality_matters_is_two_of_three_essentials_and_85_percent(rubric):
    assert decision_for(rubric, Asked(rule="quality-matters")) == Decision(
        rule="compensatory", cut="l2", pass_share=0.85, consensus="majority", ties="lower", min_ratings=2
    )
    own = decision_for(rubric, Asked(rule="Quality Matters", pass_share=0.9, ties="undecided", min_ratings=3))
    assert (own.pass_share, own.ties, own.min_ratings) == (0.9, "undecided", 3)


@pytest.mark.parametrize(
    ("asked", "message", "hint"),
    [
        ({"consensus": "medain"}, 'there is no consensus "medain"', "did you mean median?"),
        ({"consensus": "zzz"}, 'there is no consensus "zzz"', "known: majority, median, mean, unanimous"),
        ({"ties": "lowr"}, 'there is no rule for ties "lowr"', "did you mean lower?"),
        ({"rule": "conjuctive"}, 'there is no rule "conjuctive"', "did you mean conjunctive?"),
        ({"pass_share": 0.8}, "--pass-share is for a compensatory rule", "--rule compensatory"),
        ({"rule": "compensatory", "pass_share": float("nan")}, "a share from 0 to 1, not nan", "0.85"),
        ({"rule": "compensatory", "pass_share": 85.0}, "a share from 0 to 1, not 85", "0.85"),
        ({"rule": "compensatory"}, "needs the share of the points", "--pass-share"),
        ({"consensus": "weighted"}, "needs a weight for each reviewer", "--rater-weights"),
        ({"consensus": "median", "weighted": True}, "not for median", "--rater-weights"),
        ({"cut": "superb"}, 'the cut "superb" is no level', "l0, l1, l2; or l0, l1, l2, l3"),
        # a level of one scale only
        ({"cut": "l3"}, 'the cut "l3" is no level of C01.1', "l0, l1, l2"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_message(asked, message, hint, rubric):
    with pytest.raises(UsageError) as refused:
        decision_for(rubric, Asked(**asked))
    assert message in refused.value.message
    assert hint in refused.value.hint


@pytest.mark.parametrize("consensus", ["median", "mean", "most_lenient", "strictest"])
def test_an_order_is_not_asked_of_a_nominal_scale(consensus, rubric_of, criterion_of, scale_of):
    rubric = rubric_of([criterion_of("C01.1", scale_of(kind="nominal"))])
    with pytest.raises(UsageError, match="this scale is nominal"):
        decision_for(rubric, Asked(consensus=consensus))
    assert decision_for(rubric, Asked(consensus="majority")).consensus == "majority"


def test_a_conjunctive_rule_can_be_put_over_a_compensatory_one(rubric_of, criterion_of):
    rubric = rubric_of([criterion_of("C01.1")], rule="compensatory", pass_share=0.85)
    assert decision_for(rubric, Asked(rule="conjunctive")).rule == "conjunctive"
    with pytest.raises(UsageError, match="--pass-share is for a compensatory rule"):
        decision_for(rubric, Asked(rule="conjunctive", pass_share=0.9))
