"""Calibration for people: who passes, who must train again, how sure that is, and where reviewers differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from mcqa.calibration.figures import Figure
from mcqa.calibration.profiles import Profile, naep_bar
from mcqa.calibration.result import Calibration, CriterionFigures, RaterResult, figures_json, stricter
from mcqa.calibration.verdict import MOST_CASES, TOO_CLOSE
from mcqa.ratings.build import Collected
from mcqa.reports.cells import ledger_line
from mcqa.reports.document import Cell, Column, Document, Note, Table, counted, fixed, tidy
from mcqa.rubric.model import Rubric

VERDICTS: dict[bool | None, str] = {True: "pass", False: "retrain", None: "undecided"}
STYLES = (("pass", "green"), ("retrain", "red"), ("undecided", "yellow"))
WHY = {
    "no_pairs": "nothing in common",
    "no_variation": "reference at one level",
    "not_ordered": "scale without order",
    "too_few_units": "one case only",
    "no_spread": "no spread",
    TOO_CLOSE: f"+ over {MOST_CASES}",
}
SHOWN_COMPONENTS, SHOWN_PAIRS = 4, 2
FEWEST_FOR_ALL, SHOWN_FOR_ALL = 2, 5
FEW_LEVELS = 2


def calibration_document(found: Calibration, collected: Collected, rubric: Rubric) -> Document:
    """Lay out a calibration."""
    tables = [table for table in (_retraining(found, rubric), _components(found, rubric)) if table is not None]
    return Document(
        title="Calibration",
        parts=(
            Note(text=_heading(found, rubric)),
            _reviewers(found),
            Note(text=_summary(found)),
            *tables,
            *(Note(text=said) for said in _remarks(found, rubric)),
            Note(text=ledger_line(collected)),
        ),
        tidy=lambda: _tidy(found),
        results=found.to_json,
    )


def _heading(found: Calibration, rubric: Rubric) -> str:
    reference = found.reference
    # one alone is named after the file where nobody is named
    by = f", the consensus of {counted(len(reference.raters), 'rater')}" if len(reference.raters) > 1 else ""
    units = counted(len(reference.units), "micro-credential")
    return (
        f"Reference: {counted(reference.n_cells, 'component')} of {units}{by}.\n"
        f"Passing means ({found.profile.name}): {_rule(found.profile, rubric)}."
    )


def _rule(profile: Profile, rubric: Rubric) -> str:
    words = {"exact": "exactly the reference level", "adjacent": "within one level"}
    said = []
    for figure, bar in profile.bars.items():
        if bar is None:
            lengths = sorted({len(criterion.scale.levels) for criterion in rubric.criteria})
            each = " / ".join(f"{naep_bar(length):.0%}" for length in lengths)
            levels = " / ".join(map(str, lengths))
            said.append(f"{each} at {words[figure]} (on {levels} levels)")
        elif figure == "kappa":
            said.append(f"a weighted kappa of {bar:.2f}")
        else:
            said.append(f"{bar:.0%} {'at ' if figure == 'exact' else ''}{words[figure]}")
    return " and ".join(said)


def _reviewers(found: Calibration) -> Table:
    percent = f"{found.confidence:.0%}"
    return Table(
        title=f"Reviewers against the reference ({percent} intervals in brackets)",
        columns=(
            Column(title="Reviewer"),
            Column(title="n", right=True),
            Column(title="Exact %", right=True),
            Column(title="±1 %", right=True),
            Column(title="Kappa", right=True),
            Column(title="Off", right=True),
            Column(title="Verdict", styles=STYLES),
            Column(title="Sure?", wide=True),
        ),
        rows=tuple(
            (
                one.rater,
                one.figures.n,
                _with_interval(one.figures.exact, percent=True),
                _plain(one.figures.adjacent),
                _with_interval(one.figures.kappa, percent=False),
                _off(one.figures.direction),
                VERDICTS[one.ruling.passed],
                _sure(one),
            )
            for one in found.raters
        ),
        empty="No reviewer was compared.",
    )


def _whole(value: float) -> str:
    return f"{100 * value:.0f}"


def _with_interval(figure: Figure, *, percent: bool) -> str:
    if figure.value is None:
        return "–"
    read = _whole if percent else fixed(2)
    shown = read(figure.value)
    return shown if figure.ci is None else f"{shown} ({read(figure.ci.low)}–{read(figure.ci.high)})"


def _plain(figure: Figure) -> str:
    return "–" if figure.value is None else _whole(figure.value)


def _off(figure: Figure) -> str:
    """Say how many levels milder or stricter; a star where the interval leaves one side only."""
    if figure.value is None:
        return "–"
    shown = f"{figure.value:+.2f}"
    return "0.00" if float(shown) == 0 else f"{shown}{'*' if stricter(figure) else ''}"


def _sure(one: RaterResult) -> str:
    ruling = one.ruling
    if ruling.sure:
        return "yes"
    if ruling.more_cases is not None:
        return f"+{counted(ruling.more_cases, 'case')}"
    return WHY.get(ruling.why_not or "", "no")


def _summary(found: Calibration) -> str:
    tally = Counter(one.ruling.passed for one in found.raters)
    counts = ", ".join(f"{tally[passed]} {word}" for passed, word in VERDICTS.items())
    return (
        f"{counted(len(found.raters), 'reviewer')}: {counts}.\n"
        "Off: levels milder (+) or stricter (-) than the reference (* beyond chance).\n"
        f"Kappa: {found.weights} weights. The verdict is by the observed figure; it is sure where\n"
        "the interval says the same, or would with so many more micro-credentials (+)."
    )


def _retraining(found: Calibration, rubric: Rubric) -> Table | None:
    """Show for those who must train again the components and pairs of levels where they differ most."""
    failed = [one for one in found.raters if one.ruling.passed is False]
    if not failed:
        return None
    titles = {criterion.id: criterion.title for criterion in rubric.criteria}
    rows = [
        (one.rater, f"{each.criterion} {titles[each.criterion]}", _agreed(each), _pairs(one, each.criterion, rubric))
        for one in failed
        for each in _worst(one.criteria, SHOWN_COMPONENTS)
    ]
    return Table(
        title="Where those who must train again differ most",
        columns=(
            Column(title="Reviewer"),
            Column(title="Component", wide=True),
            Column(title="Exact", right=True),
            Column(title="Given for the reference level", wide=True),
        ),
        rows=tuple(rows),
    )


def _worst(criteria: Iterable[CriterionFigures], shown: int) -> list[CriterionFigures]:
    """Give the components with most ratings away from the reference, as far as there are any."""
    missed = [(_missed(one), one) for one in criteria]
    ranked = sorted((pair for pair in missed if pair[0]), key=lambda pair: (-pair[0], pair[1].figures.exact.value))
    return [one for _, one in ranked[:shown]]


def _missed(one: CriterionFigures) -> int:
    return round((1 - (one.figures.exact.value or 0.0)) * one.figures.n)


def _agreed(one: CriterionFigures) -> str:
    return f"{one.figures.n - _missed(one)}/{one.figures.n}"


def _pairs(one: RaterResult, criterion: str, rubric: Rubric) -> str:
    labels = {level.id: level.label for level in rubric.criterion(criterion).scale.levels}
    own = [each for each in one.confusions if each.criterion == criterion][:SHOWN_PAIRS]
    return "; ".join(f"{labels[each.given]} for {labels[each.reference]} ×{each.n}" for each in own)


def _components(found: Calibration, rubric: Rubric) -> Table | None:
    """Show the components that several reviewers miss: there the training, or the wording, may be at fault."""
    if len(found.raters) < FEWEST_FOR_ALL:
        return None
    worst = _worst(found.criteria, SHOWN_FOR_ALL)
    if not worst:
        return None
    titles = {criterion.id: criterion.title for criterion in rubric.criteria}
    missing = {
        each.criterion: sum(
            1 for one in found.raters for own in one.criteria if own.criterion == each.criterion and _missed(own)
        )
        for each in worst
    }
    return Table(
        title="Components that all reviewers together miss most",
        columns=(
            Column(title="Component", wide=True),
            Column(title="Exact", right=True),
            Column(title="Reviewers who differ", right=True),
            Column(title="Off", right=True),
        ),
        rows=tuple(
            (
                f"{each.criterion} {titles[each.criterion]}",
                _agreed(each),
                f"{missing[each.criterion]} of {len(found.raters)}",
                _off(each.figures.direction),
            )
            for each in worst
        ),
    )


def _remarks(found: Calibration, rubric: Rubric) -> list[str]:
    said = []
    unable = sum(one.cannot_tell for one in found.raters)
    if unable:
        said.append(f'{counted(unable, "answer")} "cannot tell" where the reference has a level: in no figure above.')
    if "adjacent" in found.profile.bars and all(len(one.scale.levels) <= FEW_LEVELS for one in rubric.criteria):
        said.append("On two levels every rating is within one level: this rule lets everybody pass.")
    if found.profile.bars.get("exact", 0.0) is None and len({len(one.scale.levels) for one in rubric.criteria}) > 1:
        said.append("On scales of several lengths the bar of a reviewer is the mean of those of the ratings.")
    return said


_FIGURES = ("n", "n_units", "exact", "adjacent", "kappa", "direction")


def _tidy(found: Calibration) -> Table:
    """Give one row per reviewer in all (an empty criterion), and one per reviewer and component."""
    intervals = ("exact", "adjacent", "kappa", "direction")
    names = (
        "rater",
        "criterion",
        *_FIGURES,
        *(f"{name}_{end}" for name in intervals for end in ("low", "high")),
        "cannot_tell",
        "pass",
        "reason",
        "sure",
        "more_cases",
        "more_ratings",
        "weight",
    )
    rows: list[tuple[Cell, ...]] = []
    for one in found.raters:
        ruling = one.ruling
        verdict = (ruling.passed, ruling.reason, ruling.sure, ruling.more_cases, ruling.more_ratings, one.weight)
        rows.append((one.rater, None, *_numbers(figures_json(one.figures)), one.cannot_tell, *verdict))
        rows += [
            (one.rater, each.criterion, *_numbers(figures_json(each.figures)), *(None,) * (len(verdict) + 1))
            for each in one.criteria
        ]
    return tidy("calibration", names, tuple(rows))


def _numbers(figures: dict[str, object]) -> tuple[Cell, ...]:
    found: list[Cell] = [_cell(figures[name]) for name in _FIGURES]
    for name in ("exact_ci", "adjacent_ci", "ci", "direction_ci"):
        interval = figures[name]
        found += [_cell(interval[end]) if isinstance(interval, dict) else None for end in ("low", "high")]
    return tuple(found)


def _cell(value: object) -> Cell:
    return value if isinstance(value, str | int | float | bool) else None
