from __future__ import annotations

import numpy as np
import pytest

from mcqa.ratings.table import Status
from mcqa.simulation.draft import draw, top_share
from mcqa.simulation.pilot import Parameters

SEED = 20


def parameters(**changes) -> Parameters:
    asked = {
        "seed": SEED,
        "units": 240,
        "raters": 20,
        "round_id": "round-1",
        "ratings_per_unit": 10,
        "accuracy": 0.85,
        "accuracy_spread": 0.03,
        "prevalence": 0.7,
        "cannot_tell": 0.03,
        "missing": 0.02,
        "not_applicable": 0.01,
    }
    return Parameters(**(asked | changes))


def standard_error(share: float, n: int) -> float:
    return float(np.sqrt(share * (1 - share) / n))


@pytest.mark.parametrize("prevalence", [0.0, 0.2, 0.5, 0.75, 0.9, 1.0])
def test_mean_share_at_the_top_is_the_prevalence_against_theory(prevalence):
    quality = (np.arange(100_000) + 0.5) / 100_000
    share = top_share(quality, prevalence)
    assert share.mean() == pytest.approx(prevalence, abs=1e-6)
    assert share.min() >= 0
    assert share.max() <= 1
    assert (np.diff(share) >= 0).all()
    assert (share == 1).mean() == pytest.approx(max(0.0, prevalence - 0.5) if prevalence < 1 else 1.0, abs=2e-5)


def test_accuracy_is_recovered_for_each_rater_within_sampling_error(full):
    draft = draw(full, parameters())
    right = draft.level == draft.true[draft.review_unit]
    for rater, accuracy in enumerate(draft.accuracy.tolist()):
        mine = right[draft.review_rater == rater]
        assert mine.size > 1000
        assert mine.mean() == pytest.approx(accuracy, abs=4.5 * standard_error(accuracy, mine.size))
    assert draft.accuracy.mean() == pytest.approx(0.85)
    assert np.ptp(draft.accuracy) < 0.06


def test_prevalence_is_recovered_within_sampling_error(full):
    draft = draw(full, parameters())
    assert (draft.true == 2).mean() == pytest.approx(0.7, abs=4 * standard_error(0.7, draft.true.size))
    below = draft.true[draft.true < 2]
    assert (below == 1).mean() == pytest.approx(2 / 3, abs=4 * standard_error(2 / 3, below.size))


def test_some_units_meet_everything_and_weak_ones_little(full):
    draft = draw(full, parameters())
    met = (draft.true == 2).mean(axis=1)
    assert (met == 1).mean() == pytest.approx(0.2, abs=0.05)
    assert np.corrcoef(met, draft.quality)[0, 1] > 0.8


def test_errors_are_neighbouring_levels_and_lean_with_severity(full):
    draft = draw(full, parameters())
    true = draft.true[draft.review_unit]
    wrong = draft.level != true
    assert (np.abs(draft.level - true)[wrong] == 1).all()
    middle = wrong & (true == 1)
    for rater, severity in enumerate(draft.severity.tolist()):
        mine = middle[draft.review_rater == rater]
        fell = (draft.level < true)[draft.review_rater == rater][mine]
        lean = (1 + severity) / 2
        assert fell.mean() == pytest.approx(lean, abs=4.5 * standard_error(lean, fell.size))


def test_gaps_have_the_asked_shares(full):
    draft = draw(full, parameters())
    for status, share in ((Status.CANNOT_TELL, 0.03), (Status.MISSING, 0.02), (Status.NOT_APPLICABLE, 0.01)):
        got = (draft.status == status).mean()
        assert got == pytest.approx(share, abs=4 * standard_error(share, draft.status.size))


def test_words_that_a_scale_does_not_declare_are_not_used(full, mixed):
    for rubric in (full, mixed):
        bare = [c.scale.non_scores for c in rubric.criteria]
        assert all(bare)
    draft = draw(mixed, parameters(cannot_tell=0.5, missing=0.0, not_applicable=0.5))
    assert set(np.unique(draft.status).tolist()) == {Status.CANNOT_TELL, Status.NOT_APPLICABLE}


def test_each_criterion_keeps_to_its_own_scale(mixed):
    draft = draw(mixed, parameters(prevalence=0.2, accuracy=0.5))
    for index, criterion in enumerate(mixed.criteria):
        used = set(np.unique(draft.level[:, index]).tolist())
        assert used == set(range(len(criterion.scale.levels)))


def test_another_round_is_the_same_pilot_rated_afresh(full):
    first, second = draw(full, parameters()), draw(full, parameters(round_id="round-2"))
    assert (first.true == second.true).all()
    assert (first.review_rater == second.review_rater).all()
    assert (first.accuracy == second.accuracy).all()
    right = first.level == first.true[first.review_unit]
    again = second.level == second.true[second.review_unit]
    both = 0.85 * 0.85 + (0.03**2) / 3
    assert (right & again).mean() == pytest.approx(both, abs=0.01)
