"""The table of cases: what the ratings of a scope and their coefficients come to, each in one plain sentence.

The first case that holds is the one that is told. No sentence says more than the interval allows: words for the size of
a coefficient stand only where the whole interval lies on one side of `SUFFICIENT`, and can be relied on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from mcqa.agreement import wording
from mcqa.agreement.beside.facts import (
    BIASED,
    COMPUTED,
    GAP,
    HIGH_AGREEMENT,
    ONE_SIDED,
    RARELY,
    SUFFICIENT,
    WIDE,
    Facts,
)
from mcqa.agreement.chosen import FEWEST_UNITS, doubt
from mcqa.agreement.estimate import Estimate
from mcqa.agreement.scopes import PAIR


class Case(NamedTuple):
    """One row of the table of cases: its name, whether it holds, and its sentence."""

    name: str
    holds: Callable[[Facts], bool]
    say: Callable[[Facts], str]


def _is_one_sided(facts: Facts) -> bool:
    share = facts.work.prevailing_share or 0.0
    return share >= ONE_SIDED and facts.agreement >= HIGH_AGREEMENT and facts.gap >= GAP


def _is_sufficient(facts: Facts) -> bool:
    found = facts.corrected
    return bool(found) and all(each.ci is not None and each.ci.low >= SUFFICIENT for each in found)


def _is_biased(facts: Facts) -> bool:
    return facts.work.leaning is not None and (facts.work.bias_index or 0.0) >= BIASED and bool(facts.corrected)


def _is_insufficient(facts: Facts) -> bool:
    found = facts.corrected
    below = all(each.ci is not None and each.ci.high < SUFFICIENT for each in found)
    return bool(found) and below and abs(facts.gap) < GAP


def _is_doubtful(facts: Facts) -> bool:
    """Whether no method makes an interval that holds for one of the coefficients."""
    rows = facts.scope.rows
    return rows is not None and any(doubt(each, rows) in _DOUBTS for each in facts.corrected if each.ci is not None)


_DOUBTS = (wording.FEW_UNITS, wording.HARDLY_EXERCISED)


def _is_wide(facts: Facts) -> bool:
    ci = facts.corrected[0].ci if facts.corrected else None
    return ci is not None and ci.high - ci.low > WIDE


def _spanning(facts: Facts) -> Estimate | None:
    """Give the first coefficient whose interval has the sufficient value inside."""
    found = (each for each in facts.corrected if each.ci is not None and each.ci.low < SUFFICIENT <= each.ci.high)
    return next(found, None)


def _mixed_scales(facts: Facts) -> str:
    return _sentence(wording.mixed_scales_text(facts.scope))


def _one_reviewer(facts: Facts) -> str:
    return _sentence(wording.undefined_text("one_rater", facts.scope))


def _one_level_declared(facts: Facts) -> str:
    return _sentence(wording.undefined_text("no_variation", facts.scope))


def _no_pairs(facts: Facts) -> str:
    paired = facts.scope.matrix is not None and bool((facts.scope.matrix.counts.sum(axis=1) >= PAIR).any())
    return _sentence(wording.undefined_text("incomplete_data" if paired else "no_pairs", facts.scope))


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _not_exercised(facts: Facts) -> str:
    return (
        f'Every rating that can be compared is "{facts.compared_level}": reviewers agree, but the data cannot'
        f" say whether they would notice a micro-credential that is different; {_contrast(facts)}."
    )


def _one_unit(_: Facts) -> str:
    return (
        "Only one micro-credential has two ratings: the data say how reviewers took that one, and nothing about how"
        " they would take another."
    )


def _perfect(facts: Facts) -> str:
    n = facts.work.n_units_used
    hidden = 1 - RARELY ** (1 / n)
    return (
        f"Reviewers never differed on {n} micro-credentials and used more than one level; that nobody did does not show"
        f" that nobody would: up to {_percent(hidden)} of such micro-credentials may still divide them"
        f" ({_percent(1 - RARELY)} confidence)."
    )


def _one_sided(facts: Facts) -> str:
    low = [each for each in (facts.work.alpha, facts.work.kappa) if each is not None and each.status in COMPUTED]
    share = _percent(facts.work.prevailing_share or 0.0)
    begin = f'{_agreement(facts)}, but {share} of the ratings are "{facts.work.prevailing}"'
    intervals = [each.ci for each in low if each.ci is not None]
    if intervals and all(interval.low > 0 for interval in intervals):
        return (
            f"{begin}, which holds {_list([_with_interval(each) for each in low])} down: reviewers agree more than"
            f" blind ones, and the data cannot say how well they tell levels apart; {_contrast(facts)}."
        )
    return (
        f"{begin}, and blind ratings with that share would agree in {_percent(facts.blind_agreement)} too:"
        f" {_list([_with_interval(each) for each in low])} cannot tell careful reviewers from careless ones here;"
        f" {_contrast(facts)}."
    )


def _sufficient(facts: Facts) -> str:
    lead, *others = facts.corrected
    same = f", and {_name(others[0])} ({_number(others[0])}) says the same" if others else ""
    above = f"{_with_interval(lead)} lies above {SUFFICIENT} with its whole interval"
    return f"Reviewers agree well beyond chance: {above}{same}."


def _biased(facts: Facts) -> str:
    found = facts.work.leaning
    who = "one reviewer" if found is None else found.rater
    others = next((each for each in facts.scope.raters or () if each != who), "the others")
    side = _SIDES[0 if found is None else found.direction]
    return (
        f"{who} {side} {others} on the same micro-credentials, more than chance explains: part of the disagreement is"
        f" how reviewers use the scale, which calibration can mend, and a kappa tends to come out higher for it than if"
        f" all used it alike; {_list([_with_interval(each) for each in facts.corrected])}."
    )


_SIDES = {-1: "rates lower than", 0: "uses the levels unlike", 1: "rates higher than"}


def _insufficient(facts: Facts) -> str:
    several = len(facts.corrected) > 1
    begin, stay = (
        ("Reviewers differ, whichever coefficient is taken", "stay") if several else ("Reviewers differ", "stays")
    )
    return (
        f"{begin}: {_list([_with_interval(each) for each in facts.corrected])} {stay} below {SUFFICIENT} with the whole"
        f" interval, so it is not more ratings that are missing; look at which levels are taken for one another."
    )


def _hint(facts: Facts) -> str:
    n = facts.work.n_units_used
    where, then = (
        (f"from {n} micro-credentials", "rate more micro-credentials")
        if n < FEWEST_UNITS
        else ("where nearly all micro-credentials are at one level", _contrast(facts))
    )
    return (
        f"{_begin(_list([_with_interval(each) for each in facts.corrected]))} can only be a hint: {where} no method's"
        f" interval holds its promise; {then} before anything is concluded."
    )


def _wide(facts: Facts) -> str:
    if not _is_wide(facts):
        return _hint(facts)
    lead = facts.corrected[0]
    n = lead.n_units_used
    return (
        f"{_begin(_with_interval(lead))} says next to nothing: so wide an interval, from {n} micro-credentials, fits"
        f" good reviewers and careless ones alike; rate more micro-credentials before anything is concluded."
    )


def _coefficients_differ(facts: Facts) -> str:
    values = _list([f"{_name(each)} ({_number(each)})" for each in facts.corrected])
    share = _percent(facts.work.prevailing_share or 0.0)
    return (
        f"{_begin(values)} differ because they take different things for chance: {_uncapitalised(_agreement(facts))},"
        f' with {share} of the ratings at "{facts.work.prevailing}" blind ones would agree in'
        f" {_percent(facts.blind_agreement)}, and the data cannot say which of the two to believe; show both, and"
        f" {_contrast(facts)}."
    )


def _open(facts: Facts) -> str:
    found = _spanning(facts) or facts.corrected[0]
    return (
        f"{_begin(_with_interval(found))} has {SUFFICIENT} inside its interval: the data cannot say yet whether"
        f" reviewers agree well enough; more micro-credentials would narrow it."
    )


def _no_interval(facts: Facts) -> str:
    values = _list([f"{_name(each)} is {_number(each)}" for each in facts.corrected])
    return (
        f"{_begin(values)}, without an interval: the data at hand say this much, and nothing about how far the next"
        f" micro-credentials would bear it out."
    )


def _uncorrected(facts: Facts) -> str:
    return (
        f"{_agreement(facts)}; without a coefficient that is corrected for chance, nobody can say how much of that"
        f" blind ratings would reach too."
    )


def _undecided(facts: Facts) -> str:
    return (
        f"The coefficients do not settle it: {_list([_with_interval(each) for each in facts.corrected])} do not lie on"
        f" the same side of {SUFFICIENT}."
    )


def _agreement(facts: Facts) -> str:
    found = facts.work.percent_agreement
    text = f"Reviewers agree in {_percent(facts.agreement)} of the pairs of ratings"
    if found is None or found.ci is None:
        return text
    return f"{text} (interval {_percent(found.ci.low)} to {_percent(found.ci.high)})"


def _contrast(facts: Facts) -> str:
    """Say what to add to the set so that the scale is exercised."""
    scale, label = facts.scope.scales[0], facts.compared_level or facts.work.prevailing
    position = [level.label for level in scale.levels].index(label or scale.levels[0].label)
    if not scale.ordered or 0 < position < len(scale.levels) - 1:
        return "put micro-credentials into the set that belong at other levels"
    return f"put deliberately {'weak' if position else 'strong'} micro-credentials into the set"


def _name(estimate: Estimate) -> str:
    if estimate.coefficient == "gwet_ac":
        return "AC1" if estimate.weights == "identity" else "AC2"
    return "alpha" if estimate.coefficient == "krippendorff_alpha" else "kappa"


def _number(estimate: Estimate) -> str:
    return "undefined" if estimate.estimate is None else f"{estimate.estimate:.2f}".replace("-0.00", "0.00")


def _with_interval(estimate: Estimate) -> str:
    ci = estimate.ci
    reach = "" if ci is None else f", {ci.level:.0%} interval {ci.low:.2f} to {ci.high:.2f}".replace("-0.00", "0.00")
    return f"{_name(estimate)} ({_number(estimate)}{reach})"


def _percent(share: float) -> str:
    """Write a share in percent, without making all of nearly all or nothing of very little."""
    text = f"{share:.0%}"
    if text == "100%" and share < 1:
        return "over 99%"
    return "under 1%" if text == "0%" and share > 0 else text


def _list(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _begin(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def _uncapitalised(text: str) -> str:
    return f"{text[0].lower()}{text[1:]}"


CASES: tuple[Case, ...] = (
    Case("mixed_scales", lambda facts: facts.scope.used is None, _mixed_scales),
    Case("one_reviewer", lambda facts: facts.work.n_raters == 1, _one_reviewer),
    Case("no_pairs", lambda facts: facts.work.n_units_used == 0, _no_pairs),
    Case("one_level_declared", lambda facts: len(facts.scope.scales[0].levels) == 1, _one_level_declared),
    Case("not_exercised", lambda facts: facts.compared_level is not None, _not_exercised),
    Case("one_unit", lambda facts: facts.work.n_units_used == 1, _one_unit),
    Case("perfect", lambda facts: facts.n_different == 0, _perfect),
    Case("one_sided", _is_one_sided, _one_sided),
    Case("sufficient", lambda facts: _is_sufficient(facts) and not _is_doubtful(facts), _sufficient),
    Case("biased", _is_biased, _biased),
    Case("insufficient", lambda facts: _is_insufficient(facts) and not _is_doubtful(facts), _insufficient),
    Case("uncorrected", lambda facts: not facts.corrected, _uncorrected),
    Case("no_interval", lambda facts: facts.corrected[0].ci is None, _no_interval),
    Case("wide", lambda facts: _is_wide(facts) or _is_sufficient(facts) or _is_insufficient(facts), _wide),
    Case("coefficients_differ", lambda facts: len(facts.corrected) > 1 and abs(facts.gap) >= GAP, _coefficients_differ),
    Case("open", lambda facts: _spanning(facts) is not None, _open),
    Case("undecided", lambda _: True, _undecided),
)
