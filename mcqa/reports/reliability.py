"""Agreement for people: the coefficients side by side with intervals, counts and prevalence, and why any is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from mcqa.agreement.analysis import AgreementResult, Prevalence
from mcqa.agreement.estimate import Estimate
from mcqa.agreement.wording import FEW_UNITS, HARDLY_EXERCISED, NOT_NORMAL
from mcqa.reports.differences import difference_parts
from mcqa.reports.document import Block, Cell, Column, Document, Note, Table, fixed, tidy
from mcqa.reports.workup import level_parts, work_up_parts
from mcqa.statistics.icc import REBUILT

if TYPE_CHECKING:
    from mcqa.agreement.cross_check import CrossCheck

SIDE_BY_SIDE = 5
# so many rows of bands, and so many levels beside each other, are still read
MOST_BENCHMARKS = 40
MOST_LEVELS = 6
LEAST_P = 0.0005
# what is appended to estimates whose interval cannot be trusted
DOUBTS = (FEW_UNITS, HARDLY_EXERCISED, NOT_NORMAL, REBUILT)
SHORT = {
    "percent_agreement": "Agree-\nment",
    "krippendorff_alpha": "Kripp.\nalpha",
    "gwet_ac": "Gwet\nAC",
    "conger_kappa": "Conger\nkappa",
    "fleiss_kappa": "Fleiss\nkappa",
    "brennan_prediger": "Brenn.-\nPred.",
}
NAMES = {
    "percent_agreement": "percent agreement",
    "krippendorff_alpha": "Krippendorff's alpha",
    "gwet_ac": "Gwet's AC",
    "conger_kappa": "Conger's kappa",
    "fleiss_kappa": "Fleiss' kappa",
    "brennan_prediger": "Brennan-Prediger",
    "cohen_kappa": "Cohen's kappa",
    "scott_pi": "Scott's pi",
    "light_kappa": "Light's kappa",
    "percent_agreement_all_raters": "agreement of all reviewers",
    "icc": "ICC",
    "kendall_w": "Kendall's W",
    "mean_spearman": "mean Spearman correlation",
    "mean_pearson": "mean Pearson correlation",
    "finn": "Finn's coefficient",
    "maxwell_re": "Maxwell's RE",
    "robinson_a": "Robinson's A",
    "lin_ccc": "Lin's concordance",
    "bangdiwala_b": "Bangdiwala's B",
    "rwg": "r_wg",
    "awg": "a_wg",
    "ad_mean": "mean absolute deviation",
}
SCOPES = {
    "criterion": "By component",
    "standard": "By standard",
    "rubric": "Overall",
    "group": "By reviewer group",
    "between_groups": "Between groups",
    "panel": "Against the panel",
    "round": "By round",
    "pair": "By pair of reviewers",
}
# between the names of two groups
ACROSS = " × "
Key = tuple[str, str | None, str | None, str | None]
Group = list[Estimate]


def reliability_document(result: AgreementResult, notes: Sequence[str], check: CrossCheck | None = None) -> Document:
    """Lay out the agreement of a set of ratings; `notes` say what was read and how.

    `check` is what another program found.
    """
    estimates = (*result.estimates, *result.pairs)
    keys = tuple(dict.fromkeys(_key(estimate) for estimate in estimates))
    parts: list[Table | Note | Block] = []
    for kind, title in SCOPES.items():
        groups = _groups(estimate for estimate in estimates if estimate.scope == kind)
        if not groups:
            continue
        parts.append(_compact(title, groups, keys, result) if _side_by_side(keys) else _listed(title, groups))
    parts += _benchmarks(estimates)
    parts += difference_parts(result, _full_name)
    parts += level_parts(result.reading.specific)
    parts += _confusion(result)
    parts += _tests(result)
    parts += work_up_parts(result.reading)
    checked = "" if check is None else f"{check.line}."
    texts = (_legend(keys, estimates, result), _dropped(estimates), _unexplained(estimates), checked, *notes)
    parts += [Note(text=text) for text in texts if text]
    return Document(
        title="Agreement",
        parts=tuple(parts),
        tidy=lambda: _tidy(estimates),
        results=lambda: result.to_json() | ({} if check is None else {"cross_check": check.to_json()}),
    )


def _side_by_side(keys: tuple[Key, ...]) -> bool:
    """Whether the coefficients fit beside each other, one column each."""
    return len(keys) <= SIDE_BY_SIDE and len({key[0] for key in keys}) == len(keys)


def _key(estimate: Estimate) -> Key:
    return (estimate.coefficient, estimate.weights, estimate.metric, estimate.form)


def _groups(estimates: Iterable[Estimate]) -> list[Group]:
    """Gather the estimates of one scope each, in their order."""
    found: dict[tuple[object, ...], Group] = {}
    for estimate in estimates:
        found.setdefault(_scope_of(estimate), []).append(estimate)
    return list(found.values())


def _scope_of(one: Estimate | Prevalence) -> tuple[object, ...]:
    raters, other = (one.raters, one.other_group) if isinstance(one, Estimate) else (None, None)
    return (one.scope, one.criterion, one.standard, one.group, other, one.round, raters)


def _label(estimate: Estimate) -> str:
    if estimate.raters:
        return " + ".join(estimate.raters)
    across = f"{estimate.group}{ACROSS}{estimate.other_group}" if estimate.group and estimate.other_group else None
    parts = (across or estimate.group, estimate.round, estimate.criterion or estimate.standard)
    return " ".join(part for part in parts if part) or "all"


def _compact(title: str, groups: list[Group], keys: tuple[Key, ...], result: AgreementResult) -> Table:
    """Lay a few coefficients side by side: the value above, its interval below."""
    shares = {_scope_of(prevalence): prevalence for prevalence in result.prevalence}
    rows = []
    for group in groups:
        first = group[0]
        by_key = {_key(estimate): estimate for estimate in group}
        prevalence = shares.get(_scope_of(first))
        rows.append(
            (
                _label(first).replace(ACROSS, f"\n{ACROSS.lstrip()}"),
                f"{first.n_units_used} × {first.n_raters}\n{first.n_ratings}",
                _modal(prevalence),
                *(_value(by_key.get(key)) for key in keys),
            )
        )
    columns = (
        Column(title={"criterion": "Comp.", "standard": "Std."}.get(groups[0][0].scope, "Scope")),
        Column(title="MC × R\nratings", right=True),
        Column(title="Most\nused"),
        *(Column(title=_short_name(key), right=True) for key in keys),
    )
    return Table(title=title, columns=columns, rows=tuple(rows))


def _short_name(key: Key) -> str:
    """Name a coefficient over a narrow column."""
    if key[0] == "icc" and key[3]:
        return key[3]
    return SHORT.get(key[0]) or NAMES.get(key[0], key[0]).replace(" ", "\n", 1)


def _modal(prevalence: Prevalence | None) -> str:
    """Name the level most ratings are at, and their share: how much there is left to disagree about."""
    if prevalence is None or not prevalence.shares:
        return ""
    level, share = max(prevalence.shares, key=lambda pair: pair[1])
    return f"{share:.0%}\n{level[:12]}"


def _value(estimate: Estimate | None) -> str:
    if estimate is None or estimate.estimate is None:
        return "-"
    mark = "?" if estimate.status == "unstable" else ""
    value = f"{_two_digits(estimate.estimate)}{mark}"
    return value if estimate.ci is None else f"{value}\n{_interval(estimate)}"


def _interval(estimate: Estimate) -> str:
    if estimate.ci is None:
        return ""
    return f"{_short(estimate.ci.low)}–{_short(estimate.ci.high)}"


def _two_digits(value: float) -> str:
    """Round to two digits, without a minus before zero."""
    return f"{value:.2f}".replace("-0.00", "0.00")


def _short(value: float) -> str:
    """Write a limit without its leading zero: .71, -.12, 1.0."""
    text = _two_digits(value)
    if text in {"1.00", "-1.00"}:
        return text[:-1]
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text


def _listed(title: str, groups: list[Group]) -> Table:
    """List many coefficients under each other."""
    columns = (
        Column(title="Scope"),
        Column(title="Coefficient", wide=True),
        Column(title="Estimate", right=True),
        Column(title="Interval", right=True),
        Column(title="Observed", right=True),
        Column(title="MCs", right=True),
        Column(title="Ratings", right=True),
    )
    rows = tuple(
        (
            _label(estimate),
            _full_name(_key(estimate)),
            _value(estimate).partition("\n")[0],
            _interval(estimate),
            "" if estimate.observed is None else f"{estimate.observed:.2f}",
            estimate.n_units_used,
            estimate.n_ratings,
        )
        for group in groups
        for estimate in group
    )
    return Table(title=title, columns=columns, rows=rows)


def _benchmarks(estimates: Sequence[Estimate]) -> list[Table | Note]:
    """Show the band that each coefficient reaches, and its p value; of components and standards only without others."""
    found = [one for one in estimates if one.benchmark is not None or one.p_value is not None]
    wide = [one for one in found if one.scope not in {"criterion", "standard"}]
    shown = [one for one in wide or found if one.estimate is not None][:MOST_BENCHMARKS]
    scale = next((one.benchmark.scale for one in shown if one.benchmark is not None), None)
    if not shown:
        return []
    columns = (
        Column(title="Scope"),
        Column(title="Coefficient", wide=True),
        Column(title=f"{scale or 'Benchmark'}: reached\nwith probability 0.95", wide=True),
        Column(title="Prob.", right=True, read=fixed(2)),
        Column(title="Null", right=True),
        Column(title="p", right=True, read=_p_value),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            _label(one),
            _full_name(_key(one)),
            None if one.benchmark is None else one.benchmark.label,
            None if one.benchmark is None else one.benchmark.probability,
            None if one.p_value is None or one.null_value is None else f"{one.null_value:g}",
            one.p_value,
        )
        for one in shown
    )
    return [Table(title="Held against a benchmark and a null value", columns=columns, rows=rows)]


def _p_value(value: Cell) -> str:
    return "<.001" if isinstance(value, int | float) and value < LEAST_P else fixed(3)(value)


def _confusion(result: AgreementResult) -> list[Table | Note]:
    """Show which levels are taken for one another, over everything that was rated."""
    table = next((each for each in result.contingency if each.scope == "rubric" and each.raters is None), None)
    if table is None or len(table.levels) > MOST_LEVELS:
        return []
    columns = (Column(title="One reviewer"), *(Column(title=level[:12], right=True) for level in table.levels))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (level, *pairs) for level, pairs in zip(table.levels, table.pairs, strict=True)
    )
    return [Table(title="Pairs of ratings of the same, by level", columns=columns, rows=rows)]


def _dropped(estimates: Sequence[Estimate]) -> str:
    """Say which micro-credentials were rated and do not count, where there are any."""
    found: dict[str, dict[str, None]] = {}
    for one in estimates:
        if one.units_dropped and one.estimate is not None:
            found.setdefault(f"{one.units_dropped} of {one.n_units}", {})[_label(one)] = None
    if not found:
        return ""
    said = "; ".join(f"{number} in {', '.join(labels)}" for number, labels in found.items())
    return f"Rated, and not used for lack of a second rating or of a complete row: {said}."


def _tests(result: AgreementResult) -> list[Table | Note]:
    """Show the tests of whether reviewers use the levels alike, where one was asked for or could be made."""
    made = [test for test in result.tests if test.statistic is not None and test.scope == "rubric"]
    if not made:
        return []
    columns = (
        Column(title="Do reviewers use the levels alike?"),
        Column(title="Statistic", right=True, read=fixed(2)),
        Column(title="df", right=True),
        Column(title="p", right=True, read=fixed(3)),
    )
    rows = tuple((test.test.replace("_", "-"), test.statistic, test.df, test.p_value) for test in made)
    return [Table(title="", columns=columns, rows=rows)]


def _full_name(key: Key) -> str:
    name, weights, metric, form = key
    if name == "gwet_ac":
        return "Gwet's AC1" if weights == "identity" else f"Gwet's AC2 ({weights} weights)"
    said = NAMES.get(name, name)
    if metric:
        return f"{said} ({metric} metric)"
    if form:
        return form if name == "icc" else f"{said} ({form.replace('_', ' ')})"
    if weights is None:
        return said
    exact = name == "percent_agreement" and weights == "identity"
    return f"{said} ({'exact' if exact else f'{weights} weights'})"


def _legend(keys: tuple[Key, ...], estimates: Sequence[Estimate], result: AgreementResult) -> str:
    """Say which weights and intervals were used, and how to read the columns."""
    intervals = [estimate.ci for estimate in estimates if estimate.ci]
    said = []
    if _side_by_side(keys):
        # a list has the full names in its rows
        said.append(f"Coefficients: {', '.join(_full_name(key) for key in keys)}.")
    if intervals:
        methods = ", ".join(dict.fromkeys(interval.method for interval in intervals))
        said.append(f"Intervals: {intervals[0].level:.0%}, {methods}, clustered by micro-credential.")
    drawn = result.reading.inference
    if result.differences or drawn.method in {"bootstrap", "bca"}:
        said.append(f"Drawn {drawn.replicates:,} times with the seed {drawn.seed}.")
    if _side_by_side(keys):
        said.append(
            "MC × R: micro-credentials with two ratings or more × reviewers. Most used: share of the ratings at the"
            " most used level; when it is near 100%, alpha and the kappas say little."
        )
    else:
        said.append("MCs: micro-credentials that count for the coefficient.")
    return " ".join((*said, "-: undefined. ?: do not rely on it."))


def _unexplained(estimates: Sequence[Estimate]) -> str:
    """Explain every value that is missing or marked, the same reason once."""
    reasons: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for estimate in estimates:
        for said in _said(estimate):
            labels, coefficients = reasons.setdefault(said, ({}, {}))
            labels[_label(estimate)] = None
            coefficients[NAMES.get(estimate.coefficient, estimate.coefficient)] = None
    return "\n".join(
        f"{', '.join(labels)} ({', '.join(coefficients)}): {text}." for text, (labels, coefficients) in reasons.items()
    )


def _said(estimate: Estimate) -> list[str]:
    """Give what must be said of an estimate: why it is missing or marked, or that its interval holds no promise."""
    if not estimate.text:
        return []
    if estimate.status != "ok" or (estimate.ci is None and estimate.standard_error is not None):
        return [estimate.text]
    return [doubt for doubt in DOUBTS if doubt in estimate.text]


def _tidy(estimates: Sequence[Estimate]) -> Table:
    """Give one row per estimate with every number that stands behind it."""
    rows = [_flat(estimate) for estimate in estimates]
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    return tidy("estimates", names, tuple(tuple(row.get(name) for name in names) for row in rows))


def _flat(estimate: Estimate) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for name, value in estimate.to_json().items():
        if name in {"ci", "benchmark"}:
            parts = ("level", "low", "high", "method") if name == "ci" else ("scale", "label", "probability")
            given = value if isinstance(value, dict) else {}
            found |= {f"{name}_{part}": given.get(part) for part in parts}
        elif isinstance(value, list):
            found[name] = " ".join(value)
        elif value is None or isinstance(value, str | int | float):
            found[name] = value
    return found
