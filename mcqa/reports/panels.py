"""Reviewers against the advisor panel, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcqa.reports.document import Cell, Column, Note, Table, counted, percent
from mcqa.reports.scores.words import STYLES, VERDICTS

if TYPE_CHECKING:
    from mcqa.rubric.model import Rubric
    from mcqa.scores.compared.panel_result import PanelComparison, PanelRow

STRICTER = {"panel": "the panel", "reviewers": "the reviewers", "neither": "-"}
AGREE = {True: "yes", False: "no", None: "open"}
SHOWN, SHOWN_UNITS = 12, 200


def panel_parts(found: PanelComparison, rubric: Rubric) -> tuple[Table | Note, ...]:
    """Lay out a comparison of two panels: in all, by standard, by component, and both verdicts on each unit."""
    titles = {criterion.id: criterion.title for criterion in rubric.criteria}
    standards = {standard.id: standard.title for standard in rubric.standards}
    parts: list[Table | Note] = [Note(text=_overall(found))]
    parts += [
        _table(
            "The panel and the reviewers by standard",
            "Standard",
            [(f"{row.standard} {standards[row.standard or '']}", row) for row in found.standards],
        ),
        _table(
            "The panel and the reviewers by component",
            "Component",
            [(f"{row.criterion} {titles[row.criterion or '']}", row) for row in found.criteria],
        ),
        Note(text=_legend(found)),
        _verdicts(found),
    ]
    return (*parts, *_asides(found))


def _overall(found: PanelComparison) -> str:
    row = found.overall
    others = ", ".join(group or "no group" for group in found.reviewers)
    head = f"Panel {found.panel} against the other reviewers ({others})."
    if row.exact is None or row.met_agreement is None:
        return f"{head}\nNo component has a consensus from both sides: there is nothing to compare."
    units = counted(row.n_units, "micro-credential")
    lines = [
        head,
        f"On {counted(row.n, 'component')} of {units} both sides came to a level:",
        f"{percent(row.exact)} at the same level, {_range(row)} on the same side of the cut.",
        _who(row),
    ]
    return "\n".join(lines)


def _who(row: PanelRow) -> str:
    """Say in words who is stricter, and how sure that is."""
    if row.reason == "too_few_units":
        units = counted(row.n_units, "micro-credential")
        return f"With {units} nobody can be shown to be stricter; six are the fewest that can."
    if row.reason == "no_variation":
        return "Neither side found less met than the other on any micro-credential."
    counts = f"{row.panel_stricter} micro-credentials to {row.reviewers_stricter}, p = {row.p_value:.3f}"
    if row.stricter in {"panel", "reviewers"}:
        return f"{STRICTER[row.stricter].capitalize()} {_verb(row.stricter)} stricter ({counts})."
    return f"Neither side is shown to be stricter (the panel on {counts})."


def _verb(side: str) -> str:
    return "is" if side == "panel" else "are"


def _range(row: PanelRow) -> str:
    interval = "" if row.ci is None else f" ({percent(row.ci.low)} to {percent(row.ci.high)})"
    return f"{percent(row.met_agreement)}{interval}"


def _table(title: str, name: str, rows: list[tuple[str, PanelRow]]) -> Table:
    return Table(
        title=title,
        columns=(
            Column(title=name, wide=True),
            Column(title="n", right=True),
            Column(title="Same\nlevel", right=True, read=percent),
            Column(title="Same side of\nthe cut (95 %)", right=True),
            Column(title="Differ-\nence", right=True, read=lambda value: f"{value:+.2f}"),
            Column(title="Stricter"),
        ),
        rows=tuple(
            (
                named,
                row.n,
                row.exact,
                None if row.met_agreement is None else _short_range(row),
                row.difference,
                _stricter(row),
            )
            for named, row in rows
        ),
    )


def _short_range(row: PanelRow) -> str:
    interval = "" if row.ci is None else f" ({100 * row.ci.low:.0f}–{row.ci.high:.0%})"
    return f"{percent(row.met_agreement)}{interval}"


def _stricter(row: PanelRow) -> Cell:
    """Name the stricter side, or say why none is."""
    if row.stricter is not None:
        return STRICTER[row.stricter]
    return {"too_few_units": "too few", "no_pairs": "not compared"}.get(row.reason or "")


def _legend(found: PanelComparison) -> str:
    row = found.overall
    return (
        "Difference: the reviewers' level minus the panel's, in levels; above 0 the panel is stricter.\n"
        "A side is named where an exact test shows it to be stricter with all rows of its table held together (Holm);"
        " a handful of micro-credentials seldom can.\n"
        f"Undecided, so not compared: {row.undecided_reviewers} by the reviewers alone, {row.undecided_panel} by the"
        f" panel alone, {row.undecided_both} by both."
    )


def _verdicts(found: PanelComparison) -> Table:
    more = f", the first {SHOWN_UNITS} of {len(found.units):,}" if len(found.units) > SHOWN_UNITS else ""
    return Table(
        title=f"Both verdicts{more}",
        columns=(
            Column(title="Micro-credential", wide=True),
            Column(title="Reviewers", styles=STYLES),
            Column(title="Panel", styles=STYLES),
            Column(title="Same verdict"),
        ),
        rows=tuple(
            (pair.unit, VERDICTS[pair.reviewers], VERDICTS[pair.panel], AGREE[pair.agree])
            for pair in found.units[:SHOWN_UNITS]
        ),
        empty="No micro-credential was judged by both.",
    )


def _asides(found: PanelComparison) -> list[Note]:
    """Say which units only one side judged, and where too few ratings leave a side undecided."""
    lines = [
        f"Judged by {who} alone: {_some(units)}."
        for who, units in (("the reviewers", found.only_reviewers), ("the panel", found.only_panel))
        if units
    ]
    lines += [
        f"{counted(few, 'component')} of {who} {'is' if few == 1 else 'are'} undecided with fewer than"
        f" {found.min_ratings} ratings; see --min-ratings."
        for who, few in (("the reviewers", found.too_few_reviewers), ("the panel", found.too_few_panel))
        if few
    ]
    return [Note(text="\n".join(lines))] if lines else []


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
