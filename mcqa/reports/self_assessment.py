"""Gap lists of self-assessments, and the blind review beside them, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcqa.reports.document import Column, Note, Table, counted
from mcqa.rubric.shown_in import SHOWN_IN

if TYPE_CHECKING:
    from mcqa.rubric.model import Criterion, Rubric
    from mcqa.scores.compared.self_assessment import Gap, NotAssessed, OwnUnit, SelfAssessment
    from mcqa.scores.compared.self_review import SelfCell, SelfReview, SelfUnit

BECAUSE = {"cannot_tell": "could not tell", "blank": "left blank"}
KINDS = {
    "not_confirmed": "met by own account only",
    "over": "rated itself higher",
    "not_claimed": "met by the reviewers only",
    "under": "rated itself lower",
    "differs": "another level",
    "agreed": "the same",
    "not_compared": "not compared",
}
STYLES = (("met by own", "red"), ("rated itself higher", "yellow"))
SHOWN = 12


def self_assessment_parts(found: SelfAssessment) -> tuple[Table | Note, ...]:
    """Lay out the gap list of each unit, and what was not assessed."""
    parts: list[Table | Note] = [Note(text=found.text)]
    for unit in found.units:
        parts += _unit(unit)
    if not found.units:
        parts.append(Note(text="Nothing was filled in."))
    return tuple(parts)


def _unit(unit: OwnUnit) -> list[Table | Note]:
    said = f"{unit.met} of {counted(unit.applying, 'component')} at the cut by own account of {unit.rater}"
    parts: list[Table | Note] = [
        Table(
            title=f"{unit.unit}: {said}",
            columns=(
                Column(title="Component", wide=True, share=3),
                Column(title="What is asked", wide=True, share=5),
                Column(title="Who acts,\nshown in", wide=True, share=2),
            ),
            rows=tuple((_named(gap), _asked(gap), _who(gap)) for gap in unit.gaps),
            empty="No gap: every component that was assessed is at the cut.",
        )
    ]
    if unit.not_assessed:
        parts.append(
            Table(
                title=f"{unit.unit}: not assessed",
                columns=(
                    Column(title="Component", wide=True, share=3),
                    Column(title="Why"),
                    Column(title="Shown in"),
                    Column(title="Comment", wide=True, share=2),
                ),
                rows=tuple(
                    (
                        _essential(one),
                        BECAUSE.get(one.because, one.because),
                        SHOWN_IN.get(one.evidence, one.evidence),
                        one.comment or None,
                    )
                    for one in unit.not_assessed
                ),
            )
        )
    return parts


def _essential(one: Gap | NotAssessed) -> str:
    return f"{one.criterion} {one.title}{' (essential)' if one.essential else ''}"


def _named(gap: Gap) -> str:
    return f"{_essential(gap)}\nnow: {gap.label}"


def _asked(gap: Gap) -> str:
    """Say what the cut asks for, the next level where that comes before it, and the own comment."""
    lines = [f"{gap.cut_label}: {gap.asks or 'no descriptor'}"]
    if gap.next_level and gap.next_level != gap.cut:
        lines.insert(0, f"next, {gap.next_label}: {gap.next_asks or 'no descriptor'}")
    if gap.comment:
        lines.append(f"own comment: {gap.comment}")
    return "\n".join(lines)


def _who(gap: Gap) -> str:
    return "\n".join([", ".join(gap.roles) or "nobody named", SHOWN_IN.get(gap.evidence, gap.evidence)])


def self_review_parts(found: SelfReview, rubric: Rubric) -> tuple[Table | Note, ...]:
    """Lay out self-assessments beside the blind review: in all, by component, and what differs on each unit."""
    titles = {criterion.id: criterion.title for criterion in rubric.criteria}
    return (
        Note(text=_overall(found)),
        _components(found, titles),
        _units(found, rubric),
        *_asides(found),
    )


def _overall(found: SelfReview) -> str:
    all_ = found.overall
    return (
        f"Own rating beside the reviewers' consensus on {counted(len(found.units), 'micro-credential')}.\n"
        f"Of {counted(all_.n, 'component')} compared {all_.of['agreed']} are the same, {all_.over_rated} rated higher"
        f" by own account and {all_.under_rated} lower.\n"
        f"{counted(all_.of['not_confirmed'], 'component')} met by own account, and not for the reviewers.\n"
        "This tells about these ratings, and is no measure of anybody's reliability."
    )


def _components(found: SelfReview, titles: dict[str, str]) -> Table:
    differ = [one for one in found.criteria if one.over_rated or one.under_rated or one.of["differs"]]
    return Table(
        title="Components rated differently",
        columns=(
            Column(title="Component", wide=True),
            Column(title="n", right=True),
            Column(title="Met by own\naccount only", right=True),
            Column(title="Over-\nrated", right=True),
            Column(title="Same", right=True),
            Column(title="Under-\nrated", right=True),
        ),
        rows=tuple(
            (
                f"{one.criterion} {titles[one.criterion or '']}",
                one.n,
                one.of["not_confirmed"],
                one.over_rated,
                one.of["agreed"],
                one.under_rated,
            )
            for one in differ
        ),
        empty="None: every component that both rated is at the same level.",
    )


def _units(found: SelfReview, rubric: Rubric) -> Table:
    criteria = {criterion.id: criterion for criterion in rubric.criteria}
    rows = [
        (
            unit.counts.unit,
            f"{cell.criterion} {criteria[cell.criterion].title}",
            _levels(cell, criteria[cell.criterion]),
            KINDS[cell.kind],
        )
        for unit in found.units
        for cell in _telling(unit)
    ]
    return Table(
        title="Where the two differ (own level / reviewers' level)",
        columns=(
            Column(title="Micro-credential"),
            Column(title="Component", wide=True),
            Column(title="Levels"),
            Column(title="What it means", styles=STYLES),
        ),
        rows=tuple(rows),
        empty="Nowhere.",
    )


def _telling(unit: SelfUnit) -> list[SelfCell]:
    return [cell for cell in unit.cells if cell.kind not in {"agreed", "not_compared"}]


def _levels(cell: SelfCell, criterion: Criterion) -> str:
    labels = {level.id: level.label for level in criterion.scale.levels}
    return f"{labels[cell.own or '']} / {labels[cell.blind or '']}"


def _asides(found: SelfReview) -> list[Note]:
    lines = [
        f"Only in {where}: {', '.join(names[:SHOWN])}{f' and {len(names) - SHOWN} more' if len(names) > SHOWN else ''}."
        for where, names in (("the self-assessment", found.only_own), ("the review", found.only_blind))
        if names
    ]
    return [Note(text="\n".join(lines))] if lines else []
