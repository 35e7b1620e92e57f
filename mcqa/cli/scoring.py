"""From the ratings of a run to scores, by the rule that the rubric declares and the call asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcqa.cli.deciding import Deciding
from mcqa.cli.inputs import Inputs

if TYPE_CHECKING:
    from mcqa.ratings.table import Codes, Ratings
    from mcqa.rubric.model import Decision
    from mcqa.scores.scored import Scores


def scores_of(inputs: Inputs, deciding: Deciding, *, decided: Codes | None = None, alone: bool = False) -> Scores:
    """Score the ratings of a run; `alone` where one rater is meant, whom no least number of ratings binds."""
    from mcqa.scores.compared.self_assessment import for_one_rater
    from mcqa.scores.policy import core_decision_for, decision_for
    from mcqa.scores.score import score

    rubric, ratings = inputs.sound_rubric, inputs.collected.ratings
    decision: Decision = decision_for(rubric, deciding.asked)
    core = core_decision_for(rubric, deciding.asked)
    if alone:
        decision, core = for_one_rater(decision), core and for_one_rater(core)
    weights = weights_of(ratings, deciding)
    return score(ratings, rubric, decision=decision, core=core, weights=weights, decided=decided)


def weights_of(ratings: Ratings, deciding: Deciding) -> tuple[float, ...] | None:
    """Give the weight of each rater, where the call names a file with weights."""
    if deciding.rater_weights is None:
        return None
    from mcqa.scores.weighting import weights_for
    from mcqa.scoresheets.lists.weights import read_rater_weights

    return weights_for(ratings, read_rater_weights(deciding.rater_weights))
