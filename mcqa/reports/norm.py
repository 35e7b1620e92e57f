"""A frozen baseline, and units placed against it, for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mcqa.reports.document import Cell, Column, Document, Note, Table, counted, percent, tidy
from mcqa.reports.scores.words import STYLES, VERDICTS, rule_in_words

if TYPE_CHECKING:
    from mcqa.norms.baseline import Baseline, NormGroup, Share
    from mcqa.norms.placed import PlacedPart, PlacedUnit, Placing
    from mcqa.rubric.model import Rubric

REASONS = {"small_group": "withheld", "no_ratings": "not decided"}
HALF = 0.5
LOWEST, HIGHEST = 1, 99
ST, ND, RD = 1, 2, 3
TEENS = (11, 12, 13)


def freeze_document(baseline: Baseline, rubric: Rubric) -> Document:
    """Lay out a baseline: all of it, by kind of provider, by standard and by component."""
    titles = _titles(rubric)
    whole = baseline.whole
    parts: list[Table | Note] = [Note(text=_heading(baseline, rubric)), Note(text=_spread(baseline))]
    if baseline.kinds:
        parts.append(_kinds(baseline.kinds))
    parts += [
        _shares("Met by standard", "Standard", baseline.standard_ids, whole.standards, titles),
        _shares("Met by component", "Component", baseline.criterion_ids, whole.criteria, titles),
        Note(text=_legend(baseline)),
    ]
    return Document(
        title="Baseline", parts=tuple(parts), tidy=lambda: _tidy_baseline(baseline), results=baseline.to_json
    )


def _legend(baseline: Baseline) -> str:
    said = f"n counts the micro-credentials with a decision. Intervals are Wilson's, at {baseline.confidence:.0%}."
    if not baseline.kinds:
        return said
    return (
        f"{said}\nOf a kind, what rests on fewer than {baseline.smallest_group} micro-credentials is withheld, with"
        " enough beside it\nthat subtraction does not bring it back."
    )


def _titles(rubric: Rubric) -> dict[str, str]:
    return {one.id: one.title for one in rubric.standards} | {one.id: one.title for one in rubric.criteria}


def _heading(baseline: Baseline, rubric: Rubric) -> str:
    named = f' "{baseline.label}"' if baseline.label else ""
    return (
        f"Baseline{named}: {counted(baseline.whole.n_units or 0, 'micro-credential')}, rubric"
        f" {baseline.rubric_id} {baseline.rubric_version}.\n"
        f"Met means: {rule_in_words(rubric, baseline.decision)}."
    )


def _spread(baseline: Baseline) -> str:
    whole, share = baseline.whole, baseline.whole.share_met
    passing = whole.passing
    open_ones = (whole.n_units or 0) - (passing.n or 0)
    verdicts = f"Passing: {_words(passing)}{f', {open_ones} undecided' if open_ones else ''}."
    if share.mean is None:
        return verdicts
    sd = "" if share.sd is None else f", standard deviation {share.sd:.2f}"
    return f"{verdicts}\nComponents met: {share.mean:.0%} on average{sd}."


def _words(share: Share) -> str:
    if share.share is None:
        return REASONS.get(share.reason or "", "not known")
    return f"{share.met} of {share.n}, {percent(share.share)}{_interval(share)}"


def _interval(share: Share) -> str:
    return "" if share.ci is None else f" ({percent(share.ci.low)} to {percent(share.ci.high)})"


def _short(share: Share) -> str:
    return "" if share.ci is None else f"{share.ci.low:.0%}–{share.ci.high:.0%}"


def _kinds(groups: Sequence[NormGroup]) -> Table:
    return Table(
        title="By kind of provider",
        columns=(
            Column(title="Kind", wide=True),
            Column(title="Micro-\ncredentials", right=True),
            Column(title="Passing", right=True),
            Column(title="Interval", right=True),
            Column(title="Components met", right=True),
        ),
        rows=tuple(
            (
                group.kind or "(not given)",
                "withheld" if group.suppressed else group.n_units,
                _share(group.passing),
                _short(group.passing),
                "withheld" if group.share_met.mean is None else percent(group.share_met.mean),
            )
            for group in groups
        ),
    )


def _share(share: Share) -> Cell:
    return REASONS.get(share.reason or "", "") if share.share is None else percent(share.share)


def _shares(title: str, name: str, ids: Sequence[str], shares: Sequence[Share], titles: dict[str, str]) -> Table:
    return Table(
        title=title,
        columns=(
            Column(title=name, wide=True),
            Column(title="Met", right=True),
            Column(title="n", right=True),
            Column(title="Share", right=True),
            Column(title="Interval", right=True),
        ),
        rows=tuple(
            (f"{each} {titles[each]}", share.met, share.n, _share(share), _short(share))
            for each, share in zip(ids, shares, strict=True)
        ),
    )


def _tidy_baseline(baseline: Baseline) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for group in (baseline.whole, *baseline.kinds):
        named = [
            ("passing", None, group.passing),
            *(("standard", name, share) for name, share in zip(baseline.standard_ids, group.standards, strict=True)),
            *(("criterion", name, share) for name, share in zip(baseline.criterion_ids, group.criteria, strict=True)),
        ]
        rows += [
            (
                group.kind,
                scope,
                name,
                share.met,
                share.n,
                share.share,
                None if share.ci is None else share.ci.low,
                None if share.ci is None else share.ci.high,
                share.reason,
            )
            for scope, name, share in named
        ]
    return tidy("norm", ("kind", "scope", "id", "met", "n", "share", "low", "high", "reason"), tuple(rows))


def place_document(placing: Placing, rubric: Rubric) -> Document:
    """Lay out units placed against a baseline: where each stands, and what others commonly meet and it does not."""
    titles = _titles(rubric)
    parts: list[Table | Note] = [
        Note(text=_heading(placing.baseline, rubric)),
        Note(text=_spread(placing.baseline)),
        _places(placing),
    ]
    for unit in placing.units:
        parts += _unit(unit, titles)
    parts.append(Note(text=_method(placing)))
    return Document(title="Norms", parts=tuple(parts), tidy=lambda: _tidy_placing(placing), results=placing.to_json)


def _places(placing: Placing) -> Table:
    return Table(
        title="Where each micro-credential stands",
        columns=(
            Column(title="Micro-credential", wide=True),
            Column(title="Verdict", styles=STYLES),
            Column(title="Components met", right=True),
            Column(title="Percentile", right=True),
            Column(title=f"{placing.baseline.confidence:.0%} interval", right=True),
        ),
        rows=tuple(
            (
                unit.unit,
                VERDICTS[unit.verdict],
                f"{unit.met}/{unit.applying} ({unit.share_met:.0%} ± {unit.standard_error:.0%})",
                ordinal(unit.percentile),
                f"{ordinal(unit.interval.low)} to {ordinal(unit.interval.high)}",
            )
            for unit in placing.units
        ),
    )


def ordinal(share: float) -> str:
    """Give a percentile as people say it, from 1st to 99th: nothing is below or above everything."""
    number = min(HIGHEST, max(LOWEST, round(100 * share)))
    last = 0 if number % 100 in TEENS else number % 10
    return f"{number}{ {ST: 'st', ND: 'nd', RD: 'rd'}.get(last, 'th') }"


def _unit(unit: PlacedUnit, titles: dict[str, str]) -> list[Table | Note]:
    parts: list[Table | Note] = []
    if unit.wide:
        parts.append(
            Note(
                text=f"{unit.unit}: its place is uncertain, anywhere from the {ordinal(unit.interval.low)} to the"
                f" {ordinal(unit.interval.high)} percentile.\nDo not rank by it."
            )
        )
    rows = [(part, "component") for part in unit.gaps] + [(part, "standard") for part in unit.gaps_in_standards]
    kind = unit.kind if unit.kind and unit.kind_reason is None else None
    own = (Column(title=f"{kind}", right=True),) if kind else ()
    parts.append(
        Table(
            title=f"{unit.unit}: not met here, those that the baseline meets most often first",
            columns=(
                Column(title="Standard or component", wide=True),
                Column(title="Baseline", right=True),
                Column(title="Interval", right=True),
                *own,
                Column(title="Read as"),
            ),
            rows=tuple(
                (
                    f"{part.name} {titles[part.name]}",
                    _share(part.baseline),
                    _short(part.baseline),
                    *((_share(part.kind) if part.kind is not None else None,) if kind else ()),
                    _rarity(part),
                )
                for part, _ in rows
            ),
            empty="Everything that is decided is met.",
        )
    )
    open_ones = [part.name for part in unit.criteria if part.applies and part.met is None]
    if open_ones:
        parts.append(Note(text=f"{unit.unit}, undecided: {', '.join(open_ones)}."))
    return parts


def _rarity(part: PlacedPart) -> str | None:
    """Say what a gap is beside the baseline, where its interval lies on one side of a half."""
    ci = part.baseline.ci
    if ci is None:
        return None
    if ci.low > HALF:
        return "most meet it" + (", reviewers split" if part.split else "")
    if ci.high < HALF:
        return "most do not"
    return "too few to say"


def _method(placing: Placing) -> str:
    chance = any(unit.error_method == "fresh_panel" for unit in placing.units)
    error = "under another draw of reviewers" if chance else "as if components were independent"
    lines = [
        "Percentile: the share of the baseline with fewer components met, with half of those in the same twentieth.",
        f"± is the standard error {error}; the interval takes in that and the size of the baseline.",
    ]
    if placing.left_out:
        lines.append(f"Left out, nothing decided: {', '.join(placing.left_out)}.")
    return "\n".join(lines)


def _tidy_placing(placing: Placing) -> Table:
    names = (
        "unit",
        "kind",
        "verdict",
        "share_met",
        "standard_error",
        "percentile",
        "percentile_low",
        "percentile_high",
        "scope",
        "id",
        "met",
        "baseline_share",
        "baseline_n",
        "baseline_low",
        "baseline_high",
    )
    rows: list[tuple[Cell, ...]] = []
    for unit in placing.units:
        begin: tuple[Cell, ...] = (
            unit.unit,
            unit.kind,
            unit.verdict.value,
            unit.share_met,
            unit.standard_error,
            unit.percentile,
            unit.interval.low,
            unit.interval.high,
        )
        parts = [("standard", part) for part in unit.standards] + [("criterion", part) for part in unit.criteria]
        for scope, part in parts:
            share = part.baseline
            limits = (None, None) if share.ci is None else (share.ci.low, share.ci.high)
            rows.append((*begin, scope, part.name, part.met, share.share, share.n, *limits))
    return tidy("norm", names, tuple(rows))
