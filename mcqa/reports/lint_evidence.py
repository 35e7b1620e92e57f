"""Which lint rules the ratings bear out, for people: flagged components beside the others, rule by rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mcqa.agreement.estimate import ConfidenceInterval
from mcqa.diagnostics.rule_evidence import BORNE_OUT, NOT_BORNE_OUT, OPEN, Comparison, RuleEvidence
from mcqa.reports.document import Cell, Column, Note, Table, counted, percent, tidy

VERDICTS = {BORNE_OUT: "borne out", NOT_BORNE_OUT: "not borne out", OPEN: "cannot tell yet"}
# green for a rule that has earned its place, red for one that has not
STYLES = (("borne", "green"), ("not", "red"))
# what such a component hides from reviewers shows in what they cannot tell, more than in where they differ
ABOUT_EVIDENCE = frozenset({"L403"})
HOLM = 0.05
# so many rules that found nothing are named; more are counted
NAMED = 8


class EvidenceReport(NamedTuple):
    """The evidence in three forms: parts of a document, the list for JSON, and the table for CSV."""

    parts: tuple[Table | Note, ...]
    results: list[dict[str, object]]
    tidy: Table


def evidence_report(evidence: Sequence[RuleEvidence]) -> EvidenceReport:
    """Lay out what the ratings say about each rule, the rules with the largest difference first."""
    return EvidenceReport(
        parts=_parts(evidence),
        results=[each.to_json() for each in evidence],
        tidy=_tidy(evidence),
    )


def _parts(evidence: Sequence[RuleEvidence]) -> tuple[Table | Note, ...]:
    found = [(each, each.disagreement) for each in evidence if each.disagreement.verdict is not None]
    hidden = [
        (each, each.cannot_tell)
        for each in evidence
        if each.code in ABOUT_EVIDENCE and each.cannot_tell.verdict is not None
    ]
    parts: list[Table | Note] = [
        _table("Which rules the ratings bear out", "Dis-\nagree", found, "No rule flagged a component.")
    ]
    if found:
        parts.append(Note(text=_how([one for _, one in found])))
    parts += _open(found)
    if hidden:
        title = "Where reviewers cannot tell: the measure of rules about what the packet holds"
        parts += [_table(title, "Cannot\ntell", hidden, ""), *_open(hidden)]
    parts += _absent(evidence)
    return tuple(parts)


def _table(title: str, measure: str, found: Sequence[tuple[RuleEvidence, Comparison]], empty: str) -> Table:
    columns = (
        Column(title="Rule", wide=True),
        Column(title="Flag-\nged", right=True),
        Column(title=measure, right=True, read=percent),
        Column(title="Oth-\ners", right=True, read=percent),
        Column(title="Diff.", right=True, read=_points),
        Column(title="Interval", right=True),
        Column(title="Verdict", styles=STYLES),
    )
    ordered = sorted(found, key=lambda pair: (pair[1].ci is None, -(pair[1].difference or 0.0), pair[0].code))
    return Table(title=title, columns=columns, rows=tuple(_row(each, one) for each, one in ordered), empty=empty)


def _row(each: RuleEvidence, one: Comparison) -> tuple[Cell, ...]:
    return (
        f"{each.code} {each.name}",
        f"{one.flagged}/{one.flagged + one.unflagged}",
        one.mean_flagged,
        one.mean_unflagged,
        one.difference,
        _limits(one.ci),
        VERDICTS[one.verdict or OPEN],
    )


def _points(value: Cell) -> str:
    """Give a difference of shares in whole percentage points with its sign; tenths where it would round to zero.

    A limit just beside zero decides the verdict, and must not read as if it were on it.
    """
    if not isinstance(value, int | float):
        return str(value)
    text = f"{100 * value:+.0f}"
    if text in {"+0", "-0"}:
        text = f"{100 * value:+.1f}"
    return "0" if text in {"+0.0", "-0.0"} else text


def _limits(ci: ConfidenceInterval | None) -> str:
    return "" if ci is None else f"{_points(ci.low)} to {_points(ci.high)}"


def _how(found: Sequence[Comparison]) -> str:
    """Say what is compared, how, and what many rules at once mean."""
    what = (
        "Disagreement: the share of unequal pairs of ratings of the same micro-credential, averaged over the components"
        " that a rule flags and over the others. Differences are in percentage points."
    )
    said = [what]
    left_out = max(one.left_out for one in found)
    if left_out:
        said.append(f"{counted(left_out, 'component')} left out: no micro-credential was rated by two reviewers there.")
    tested = [one for one in found if one.ci is not None]
    if tested and tested[0].ci is not None:
        level = tested[0].ci.level
        said.append(
            f"{level:.0%} intervals by permutation: flags put on other components at random are the yardstick."
            f" Looked at one by one; a rule that knows nothing is borne out by chance in"
            f" {(1 - level) / 2:.1%} of pilots."
        )
        said.append(_together(tested))
    said.append("A rule that is borne out points at the right components; that its wording is the cause is not shown.")
    return " ".join(filter(None, said))


def _together(tested: Sequence[Comparison]) -> str:
    """Say how many verdicts hold when all rules are looked at together; nothing where there is no more than one."""
    decided = [one for one in tested if one.verdict != OPEN]
    if len(tested) == 1 or not decided:
        return ""
    held = sum(one.p_adjusted is not None and one.p_adjusted <= HOLM for one in decided)
    return (
        f"With all {len(tested)} rules looked at together (Holm, 5%), {held} of {counted(len(decided), 'verdict')}"
        f" {'holds' if held == 1 else 'hold'}."
    )


def _open(found: Sequence[tuple[RuleEvidence, Comparison]]) -> list[Note]:
    """Say why a rule is left open, the same reason once."""
    told: dict[str, list[str]] = {}
    for each, one in found:
        if one.text:
            told.setdefault(one.text, []).append(each.code)
    said = "; ".join(f"{', '.join(codes)}: {text}" for text, codes in told.items())
    return [Note(text=f"Cannot tell yet. {said}.")] if said else []


def _absent(evidence: Sequence[RuleEvidence]) -> list[Note]:
    """Name the rules that are not compared, and why."""
    notes = []
    for reason, said in (
        ("no_component", "Not compared, because they are about the whole rubric"),
        ("nothing_flagged", "Not compared, because they found nothing here"),
    ):
        codes = [each.code for each in evidence if each.disagreement.reason == reason]
        if codes:
            named = ", ".join(codes) if len(codes) <= NAMED else counted(len(codes), "rule")
            notes.append(Note(text=f"{said}: {named}."))
    return notes


def _tidy(evidence: Sequence[RuleEvidence]) -> Table:
    """One row per rule and measure."""
    names = (
        "code",
        "name",
        "measure",
        "flagged",
        "unflagged",
        "left_out",
        "mean_flagged",
        "mean_unflagged",
        "difference",
        "ci_level",
        "ci_low",
        "ci_high",
        "ci_method",
        "p_value",
        "p_adjusted",
        "components_needed",
        "status",
        "reason",
        "text",
        "verdict",
    )
    rows = tuple(
        (each.code, each.name, measure, *_tidy_row(one))
        for each in evidence
        for measure, one in (("disagreement", each.disagreement), ("cannot_tell", each.cannot_tell))
    )
    return tidy("evidence", names, rows)


def _tidy_row(one: Comparison) -> tuple[Cell, ...]:
    ci = one.ci
    limits: tuple[Cell, ...] = (None,) * 4 if ci is None else (ci.level, ci.low, ci.high, ci.method)
    return (
        one.flagged,
        one.unflagged,
        one.left_out,
        one.mean_flagged,
        one.mean_unflagged,
        one.difference,
        *limits,
        one.p_value,
        one.p_adjusted,
        one.needed,
        one.status,
        one.reason,
        one.text,
        one.verdict,
    )
