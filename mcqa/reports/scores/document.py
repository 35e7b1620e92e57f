"""The scores for people: verdicts with what stands in their way, splits, and what was read."""

from __future__ import annotations

from collections import Counter

from mcqa.ratings.build import Collected
from mcqa.reports.cells import ledger_line
from mcqa.reports.document import Cell, Column, Document, Note, Table, counted, tidy
from mcqa.rubric.model import Rubric
from mcqa.scores.result import CriterionScore, Scores, Split, UnitScore, Verdict

VERDICTS = {Verdict.MET: "met", Verdict.NOT_MET: "not met", Verdict.UNDECIDED: "undecided"}
STYLES = (("met", "green"), ("not met", "red"), ("undecided", "yellow"))
WHY = {
    "no_ratings": "not rated",
    "too_few_ratings": "too few ratings",
    "cannot_tell": "cannot tell",
    "tie": "tie",
    "not_applicable": "not applicable",
    "not_ordered": "scale without order",
}
AGREED = {
    "majority": "majority of the reviewers",
    "median": "median of the reviewers",
    "mean": "mean of the reviewers",
    "unanimous": "one voice of all reviewers",
}


def score_document(scores: Scores, collected: Collected, rubric: Rubric) -> Document:
    """Lay out the scores of a set of micro-credentials."""
    tally = Counter(unit.verdict for unit in scores.units)
    counts = ", ".join(f"{tally[verdict]} {word}" for verdict, word in VERDICTS.items())
    return Document(
        title="Scores",
        parts=(
            Note(text=_heading(rubric)),
            _verdicts(scores, rubric),
            Note(text=f"{counted(len(scores.units), 'micro-credential')}: {counts}."),
            _splits(scores, rubric),
            Note(text=ledger_line(collected)),
        ),
        tidy=_tidy(scores, rubric),
        results=scores.to_json(),
    )


def _heading(rubric: Rubric) -> str:
    decision = rubric.decision
    cut = rubric.scale.levels[rubric.scale.position(decision.cut)].label
    if decision.rule == "conjunctive":
        rule = f'every component at "{cut}" or above'
    else:
        rule = f'essential components at "{cut}" or above and {decision.pass_share:.0%} of the points'
    ties = {"lower": "ties go to the lower level", "higher": "ties go to the higher level"}.get(decision.ties)
    said = f"{AGREED[decision.consensus]} per component, {ties or 'ties stay undecided'}"
    status = f" ({rubric.status})" if rubric.status not in rubric.id else ""
    return f"Rubric {rubric.id} {rubric.version}{status}.\nMet means: {rule};\n{said}."


def _verdicts(scores: Scores, rubric: Rubric) -> Table:
    compensatory = rubric.decision.rule == "compensatory"
    share = (Column(title="Points", right=True, read=lambda value: f"{value:.0%}"),) if compensatory else ()
    return Table(
        title="Verdicts",
        columns=(
            Column(title="Micro-credential"),
            Column(title="Verdict", styles=STYLES),
            Column(title="Met", right=True),
            *share,
            Column(title="What stands in the way", wide=True),
        ),
        rows=tuple(
            (
                unit.unit,
                VERDICTS[unit.verdict],
                f"{sum(1 for one in unit.criteria if one.met)}/{_applying(unit)}",
                *((unit.share,) if compensatory else ()),
                _in_the_way(unit),
            )
            for unit in scores.units
        ),
        empty="No micro-credential was rated.",
    )


def _applying(unit: UnitScore) -> int:
    return sum(1 for one in unit.criteria if one.undecided_because != "not_applicable")


def _in_the_way(unit: UnitScore) -> str:
    lines = []
    if unit.blocking:
        lines.append(", ".join(unit.blocking))
    open_ones = [one for one in unit.criteria if one.criterion in unit.undecided]
    reasons: dict[str, list[str]] = {}
    for one in open_ones:
        reasons.setdefault(WHY[one.undecided_because or "no_ratings"], []).append(one.criterion)
    lines += [f"undecided ({why}): {_shortened(names)}" for why, names in reasons.items()]
    return "\n".join(lines)


def _shortened(names: list[str], shown: int = 8) -> str:
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more


def _splits(scores: Scores, rubric: Rubric) -> Table:
    titles = {criterion.id: criterion.title for criterion in rubric.criteria}
    return Table(
        title=f"Where reviewers split: {counted(len(scores.splits), 'cell')} (* the verdict hangs on it)",
        columns=(
            Column(title="Micro-credential"),
            Column(title="Component", wide=True),
            Column(title="Votes and why it counts as split", wide=True),
        ),
        rows=tuple(
            (split.unit + (" *" if split.decisive else ""), f"{split.criterion} {titles[split.criterion]}", split.text)
            for split in scores.splits
        ),
        empty="Nowhere: no cell has ratings two levels apart, or on both sides of the cut without a majority.",
    )


def _tidy(scores: Scores, rubric: Rubric) -> Table:
    names = (
        "unit",
        "verdict",
        "standard",
        "criterion",
        "consensus",
        "met",
        "n_ratings",
        "counts",
        "cannot_tell",
        "not_applicable",
        "split",
        "split_reason",
        "undecided_because",
    )
    standards = {criterion.id: criterion.standard for criterion in rubric.criteria}
    splits = {(split.unit, split.criterion): split for split in scores.splits}
    rows = tuple(
        _tidy_row(unit, one, standards[one.criterion], splits.get((unit.unit, one.criterion)))
        for unit in scores.units
        for one in unit.criteria
    )
    return tidy("scores", names, rows)


def _tidy_row(unit: UnitScore, one: CriterionScore, standard: str, split: Split | None) -> tuple[Cell, ...]:
    return (
        unit.unit,
        unit.verdict.value,
        standard,
        one.criterion,
        one.consensus,
        one.met,
        one.n_ratings,
        " ".join(f"{level}:{count}" for level, count in one.counts.items()),
        one.non_scores["cannot_tell"],
        one.non_scores["not_applicable"],
        one.split,
        split.reason if split else None,
        one.undecided_because,
    )
