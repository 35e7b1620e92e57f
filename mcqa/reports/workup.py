"""What the ratings can and cannot say, in sentences: one for everything, and each kind of case with its components."""

from __future__ import annotations

from collections.abc import Sequence

from mcqa.agreement.beside.choice import Advice
from mcqa.agreement.estimate import Estimate
from mcqa.agreement.reading import Reading
from mcqa.agreement.scopes import Scope
from mcqa.agreement.spread import SpecificAgreement
from mcqa.reports.document import Block, Column, Note, Table

# with no more components than this each has its own sentence
FEW = 3

# what is told of several components at once; the sentence of each, with its numbers, stands in the JSON
HEADLINES = {
    "mixed_scales": "components on different scales, which cannot be pooled",
    "one_reviewer": "only one reviewer rated: agreement needs two",
    "no_pairs": "nothing was rated by two reviewers",
    "one_level_declared": "one level only is declared: there is nothing to disagree about",
    "not_exercised": "every rating is at one level: nobody can tell whether reviewers would notice another",
    "one_unit": "one micro-credential with two ratings: no conclusion",
    "perfect": "reviewers never differed; that nobody did does not show that nobody would",
    "one_sided": "nearly all ratings at one level: alpha and the kappas cannot tell careful reviewers from careless"
    " ones; put deliberately weak micro-credentials into the set",
    "sufficient": "reviewers agree well enough for conclusions, interval included",
    "biased": "one reviewer is harsher or milder than the others beyond chance: look at the reviewer first",
    "insufficient": "reviewers agree too little, interval included",
    "uncorrected": "no chance-corrected coefficient was computed: agreement alone says little",
    "no_interval": "a value without an interval: no conclusion",
    "wide": "too few micro-credentials: the interval fits good reviewers and careless ones alike",
    "coefficients_differ": "alpha and AC differ widely, and the data cannot say which to believe; show both",
    "open": "the interval holds both good enough and not good enough: more micro-credentials would narrow it",
    "undecided": "agreement is neither clearly good nor clearly poor",
}


def work_up_parts(reading: Reading) -> list[Table | Note | Block]:
    """Tell what the ratings come to: everything first, then the components by what holds of them."""
    work_ups = reading.work_ups
    items = [each.sentence for each in work_ups if each.scope == "rubric"][:1]
    items += [f"{each.round or each.group}: {each.sentence}" for each in work_ups if each.scope in {"round", "group"}]
    members = [each for each in work_ups if each.scope == "criterion"]
    if len(members) <= FEW:
        items += [f"{each.criterion}: {each.sentence}" for each in members if each.sentence not in items]
    else:
        cases = dict.fromkeys(each.case for each in members)
        for case in sorted(cases, key=list(HEADLINES).index):
            names = ", ".join(str(each.criterion) for each in members if each.case == case)
            items.append(f"{names}: {HEADLINES[case]}.")
    if reading.advice is not None:
        items.append(_advice(reading.advice, reading.advised, reading.widest))
    return [Block(heading="What these ratings can say", items=tuple(items))] if items else []


def _advice(advice: Advice, advised: Estimate | None, scope: Scope | None) -> str:
    """Give the advice with the value that it is about."""
    where = "" if scope is None or scope.kind == "rubric" else scope.round or scope.group or scope.standard or ""
    said = f"{where}: {advice.text}" if where else advice.text
    if advised is None or advised.estimate is None:
        return said
    value = f"{advised.estimate:.2f}"
    if advised.ci is not None:
        value += f" ({advised.ci.low:.2f} to {advised.ci.high:.2f})"
    return said.replace(", with ", f", here {value}, with ", 1)


def level_parts(specific: Sequence[SpecificAgreement]) -> list[Table | Note | Block]:
    """Show the agreement specific to each level over everything that was rated."""
    rows = [each for each in specific if each.scope == "rubric" and each.n_ratings]
    if not rows:
        return []
    columns = (
        Column(title="Level"),
        Column(title="Ratings", right=True),
        Column(title="Of ratings at it, a second\nreviewer gave it too", right=True),
        Column(title="Interval", right=True),
    )
    table = tuple(
        (
            each.level,
            each.n_ratings,
            "-" if each.estimate is None else f"{each.estimate:.0%}",
            "" if each.ci is None else f"{each.ci.low:.0%}–{each.ci.high:.0%}",
        )
        for each in rows
    )
    return [Table(title="Agreement on each level", columns=columns, rows=table)]
