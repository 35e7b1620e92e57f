"""The scores for people: verdicts with what stands in their way, how sure they are, and what to settle by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mcqa.ratings.build import Collected
from mcqa.reports.cells import ledger_line
from mcqa.reports.document import Block, Column, Document, Listing, Note, Table, counted
from mcqa.reports.scores.splits import splits_table
from mcqa.reports.scores.sureness import sureness_parts
from mcqa.reports.scores.tidy import tidy_scores
from mcqa.reports.scores.words import (
    STYLES,
    VERDICTS,
    WHY,
    cautions,
    chance,
    need_in_words,
    points,
    rule_in_words,
)
from mcqa.rubric.model import Rubric
from mcqa.scores.asks import asks_of
from mcqa.scores.margins import NO_MARGIN
from mcqa.scores.result import UnitScore
from mcqa.scores.rules import IS_UNDECIDED
from mcqa.scores.rules import VERDICTS as CODED
from mcqa.scores.scored import Scores

Part = Table | Note | Block | Listing

# a table on a screen; --format csv and json give all
SHOWN_UNITS = 200
SHOWN_NAMES = 8
HALF = 0.5


def score_document(
    scores: Scores,
    collected: Collected,
    *,
    parts: Sequence[Part] = (),
    results: dict[str, object] | None = None,
    seed: int | None = None,
) -> Document:
    """Lay out the scores of a set of micro-credentials; further `parts` and `results` come after its own.

    `seed` is that of what was drawn, where anything was.
    """
    return Document(
        title="Scores",
        parts=(
            Note(text=_heading(scores.rubric, scores)),
            _verdicts(scores),
            Note(text=_counts(scores)),
            *_asked(scores),
            *_settle(scores),
            *sureness_parts(scores),
            *_ties(scores),
            splits_table(scores),
            *parts,
            Note(text=ledger_line(collected) + ("" if seed is None else f" Seed {seed}.")),
        ),
        tidy=lambda: tidy_scores(scores),
        results=lambda: {**scores.to_json(), **(results or {})},
    )


def _heading(rubric: Rubric, scores: Scores) -> str:
    status = f" ({rubric.status})" if rubric.status not in rubric.id else ""
    said = f"Rubric {rubric.id} {rubric.version}{status}.\nMet means: {rule_in_words(rubric, scores.decision)}."
    if scores.decision != rubric.decision:
        said += "\nThis rule was asked for in the call; it is not the one that the rubric declares."
    rounds = [name for name in scores.ratings.rounds if name]
    if len(rounds) > 1:
        said += f"\nRatings of {len(rounds)} rounds are taken together ({', '.join(rounds)}): who rated in several has "
        said += "several votes.\n--round takes one of them."
    said += "".join(f"\n{caution}" for caution in cautions(rubric, scores.decision))
    if scores.core is not None:
        said += f"\nCore: the components of {rubric.extends} alone; the verdict holds for all, local ones too."
    return said


def _verdicts(scores: Scores) -> Table:
    compensatory, overlay = scores.outcome.share is not None, scores.core is not None
    shown = scores.units[:SHOWN_UNITS]
    chances = scores.chances
    return Table(
        title="Verdicts",
        columns=(
            Column(title="Micro-credential"),
            *((Column(title="Core", styles=STYLES),) if overlay else ()),
            Column(title="Verdict", styles=STYLES),
            Column(title="Met", right=True),
            *((Column(title="Points", right=True, read=points),) if compensatory else ()),
            Column(title="Votes", right=True),
            *((Column(title="Flip", right=True, read=chance),) if chances is not None else ()),
            Column(title="In the way, or undecided", wide=True),
        ),
        rows=tuple(
            (
                unit.unit,
                *((None if unit.core is None else VERDICTS[unit.core],) if overlay else ()),
                VERDICTS[unit.verdict],
                f"{sum(1 for one in unit.criteria if one.met)}/{_applying(unit)}",
                *((unit.share,) if compensatory else ()),
                unit.margin,
                *((scores.flip(place),) if chances is not None else ()),
                _in_the_way(unit),
            )
            for place, unit in enumerate(shown)
        ),
        empty="No micro-credential was rated.",
    )


def _counts(scores: Scores) -> str:
    tally = np.bincount(scores.outcome.verdict, minlength=len(CODED)).tolist()
    counts = ", ".join(f"{number:,} {VERDICTS[verdict]}" for number, verdict in zip(tally, CODED, strict=True))
    said = [f"{counted(len(scores.units), 'micro-credential')}: {counts}."]
    if len(scores.units) > SHOWN_UNITS:
        said.append(f"The first {SHOWN_UNITS} are shown; --format csv and --format json hold all.")
    said.append(f"Votes: how many votes, given otherwise, would have turned the verdict{_no_votes(scores)}.")
    if scores.chances is not None:
        said.append("Flip: the chance that another panel drawn from these reviewers comes to another verdict.")
        if (scores.chances.known & (scores.chances.flip > HALF)).any():
            said.append("Above 50% most other panels would come to another verdict.")
    return "\n".join(said)


def _applying(unit: UnitScore) -> int:
    return sum(1 for one in unit.criteria if one.undecided_because != "not_applicable")


def _in_the_way(unit: UnitScore) -> str:
    if not _applying(unit):
        return "no component applies"
    lines = []
    if unit.blocking:
        lines.append(", ".join(unit.blocking))
    reasons: dict[str, list[str]] = {}
    for one in unit.criteria:
        if one.criterion in unit.undecided:
            reasons.setdefault(WHY[one.undecided_because or "no_ratings"], []).append(one.criterion)
    for why, names in reasons.items():
        every = len(names) == len(unit.criteria) and len(names) > SHOWN_NAMES
        lines.append(f"undecided ({why}): {'all components' if every else _shortened(names)}")
    return "\n".join(lines)


def _shortened(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN_NAMES} more" if len(names) > SHOWN_NAMES else ""
    return ", ".join(names[:SHOWN_NAMES]) + more


def _no_votes(scores: Scores) -> str:
    """Say why some have no number of votes."""
    if scores.decision.consensus == "weighted":
        return "; none is given where votes weigh differently"
    decided = scores.outcome.verdict != IS_UNDECIDED
    return "; none where votes alone could not" if (decided & (scores.margins.votes == NO_MARGIN)).any() else ""


def _asked(scores: Scores) -> tuple[Part, ...]:
    """Say of each component that stands in somebody's way what it asks for, the most frequent first."""
    often = scores.outcome.blocking.sum(axis=0)
    places = [place for place in np.argsort(-often, kind="stable").tolist() if often[place]]
    if not places:
        return ()
    asks = [asks_of(scores.cells.criteria[place], scores.decision) for place in places]
    return (
        Table(
            title="What the components in the way ask for",
            columns=(
                Column(title="Component", wide=True, share=2),
                Column(title="In the\nway of", right=True),
                Column(title="What is asked", wide=True, share=4),
            ),
            rows=tuple(
                (
                    f"{one.criterion} {one.title}",
                    int(often[place]),
                    f"{one.label}: {one.asks or 'the rubric does not describe it'}",
                )
                for place, one in zip(places, asks, strict=True)
            ),
        ),
    )


def _settle(scores: Scores) -> tuple[Part, ...]:
    """Say for undecided micro-credentials what would settle them."""
    undecided = np.flatnonzero(scores.outcome.verdict == IS_UNDECIDED)
    places = undecided[:SHOWN_UNITS].tolist()
    more = f", the first {SHOWN_UNITS} of {len(undecided):,}" if len(undecided) > SHOWN_UNITS else ""
    rows = []
    for place in places:
        by_words: dict[str, list[str]] = {}
        for need in scores.needs(place):
            by_words.setdefault(need_in_words(need), []).append(need.criterion)
        rows += [(scores.cells.units[place], _shortened(names), words) for words, names in by_words.items()]
    if not rows:
        return ()
    return (
        Table(
            title=f"What would settle the undecided ones{more}",
            columns=(
                Column(title="Micro-credential"),
                Column(title="Components", wide=True),
                Column(title="Needs", wide=True, share=2),
            ),
            rows=tuple(rows),
        ),
    )


def _ties(scores: Scores) -> tuple[Part, ...]:
    """Name the ties that the declared rule broke."""
    broken = scores.judged.tied & (scores.judged.level >= 0)
    units, criteria = np.nonzero(broken)
    if not len(units) or scores.decision.ties == "undecided":
        return ()
    names = [
        f"{scores.cells.units[unit]} {scores.cells.criteria[place].id}"
        for unit, place in zip(units[: SHOWN_NAMES + 1].tolist(), criteria[: SHOWN_NAMES + 1].tolist(), strict=True)
    ]
    more = f" and {len(units) - SHOWN_NAMES:,} more" if len(units) > SHOWN_NAMES else ""
    said = f"{counted(len(units), 'tie')} went to the {scores.decision.ties} level: {', '.join(names[:SHOWN_NAMES])}"
    return (Note(text=f"{said}{more}."),)
