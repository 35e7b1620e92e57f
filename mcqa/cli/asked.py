"""What is asked of `mcqa reliability`: all that is wrong with it in one message, and what of it found no use."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mcqa.agreement.benchmarks import NAMES as BENCHMARKS
from mcqa.agreement.gate import Gate, parse_gates, refuse_all
from mcqa.agreement.inference import INTERVALS, RESAMPLED
from mcqa.agreement.request import COMPARED, check_name, requests
from mcqa.agreement.scopes import SCOPES
from mcqa.errors import UsageError
from mcqa.statistics.weights import METRICS

if TYPE_CHECKING:
    from mcqa.agreement.analysis import AgreementResult
    from mcqa.agreement.weight_matrix import WeightMatrix
    from mcqa.cli.inputs import Inputs

T = TypeVar("T")
ALPHA = "krippendorff_alpha"
# what an option of words is called in a message, and the words it takes
WORDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "by": ("scope", SCOPES),
    "ci": ("interval", INTERVALS),
    "missing": ("way with missing ratings", ("available", "listwise")),
    "benchmark": ("benchmark scale", BENCHMARKS),
    "resample": ("thing to resample", RESAMPLED),
    "difference": ("difference", tuple(COMPARED)),
}
NOT_THERE = {
    "criterion": "nothing was read of any component",
    "standard": "the ratings name no standards, which a rubric does",
    "rubric": "nothing was read",
    "group": "no sheet names a reviewer group",
    "round": "no sheet names a review round",
}


class Asked(NamedTuple):
    """The options that stand for more than a word: weights with the files they came from, gates, and what they need."""

    weights: tuple[str | WeightMatrix, ...]
    files: tuple[tuple[str, str], ...]
    gates: tuple[Gate, ...]
    coefficients: tuple[str, ...]


def asked(
    coefficients: Sequence[str] | None,
    weights: Sequence[str] | None,
    metrics: Sequence[str] | None,
    gates: Sequence[str] | None,
    *,
    chosen: Mapping[str, Sequence[str]],
    numbers: Mapping[str, float],
    cross_check: bool,
) -> Asked:
    """Check the words and numbers of a call before anything is read; UsageError with everything that is wrong.

    `chosen` has the words of `--by`, `--ci`, `--missing`, `--benchmark`, `--layout` and so on. The `coefficients` of
    the answer are those that a gate or the cross-check needs, asked for or not.
    """
    faults: list[UsageError] = []
    for check in _checks(coefficients, metrics, chosen, numbers):
        _attempt(check, faults)
    taken = [_attempt(partial(_weights, text), faults) for text in dict.fromkeys(weights or ())]
    known = tuple(one for one in taken if one is not None)
    held = [_attempt(partial(parse_gates, [text]), faults) or () for text in gates or ()]
    if cross_check:
        _attempt(_load_package, faults)
        _attempt(partial(_check_metric, weights, metrics), faults)
    _attempt(partial(_check_names_of_matrices, known), faults)
    refuse_all(faults)
    gated = tuple(gate for each in held for gate in each)
    needed = (*(name for name, _ in gated), *((ALPHA,) if cross_check else ()))
    return Asked(known, tuple(_files(weights or ())), gated, needed)


def _attempt(check: Callable[[], T], faults: list[UsageError]) -> T | None:
    """Give what a check gives; where it refuses keep its message and give None."""
    try:
        return check()
    except UsageError as fault:
        faults.append(fault)
        return None


def _checks(
    coefficients: Sequence[str] | None,
    metrics: Sequence[str] | None,
    chosen: Mapping[str, Sequence[str]],
    numbers: Mapping[str, float],
) -> Iterator[Callable[[], object]]:
    """Give a check for each word and each number."""
    for name in coefficients or ():
        if name != "all":
            # asking for it alone checks its name and its form
            yield partial(requests, (name,), None, None)
    for name in metrics or ():
        yield partial(check_name, "metric", name, METRICS)
    for option, words in chosen.items():
        for word in words:
            yield partial(_check_layout, word) if option == "layout" else partial(_check_word, option, word)
    for option, number in numbers.items():
        yield partial(_check_finite, option, number)


def _weights(text: str) -> str | WeightMatrix:
    from mcqa.agreement.weight_file import weights_of

    return weights_of(text)


def _load_package() -> object:
    from mcqa.agreement.cross_check import load_package

    return load_package()


def _check_layout(word: str) -> None:
    if word != "auto":
        from mcqa.scoresheets.plain import check_layout

        check_layout(word)


def _check_word(option: str, word: str) -> None:
    kind, known = WORDS[option]
    check_name(kind, word, known)


def _check_finite(option: str, number: float) -> None:
    if not math.isfinite(number):
        raise UsageError(f"{option} {number} is no number", hint="give one such as 0.5")


def _check_metric(weights: Sequence[str] | None, metrics: Sequence[str] | None) -> None:
    if weights and not metrics:
        raise UsageError(
            "--cross-check recomputes alpha with Krippendorff's metrics, and --weights asks for Gwet's form",
            hint="give --metric too, such as --metric ordinal",
        )


def _check_names_of_matrices(weights: Sequence[str | WeightMatrix]) -> None:
    names = [one.name for one in weights if not isinstance(one, str)]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise UsageError(f'two files of weights are called "{twice}", and so would be their results', hint="rename one")


def _files(weights: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give the files of weights with their hashes, which belong to the inputs of a run."""
    if not weights:
        return
    from mcqa.agreement.weight_file import names_file

    for text in dict.fromkeys(weights):
        if names_file(text):
            yield text, hashlib.sha256(Path(text).read_bytes()).hexdigest()


def fitting(
    weights: Sequence[str | WeightMatrix], inputs: Inputs, levels: str | None, *, pairs: bool
) -> tuple[str | WeightMatrix, ...] | None:
    """Give the weights with the levels of the ratings; UsageError where the ratings do not allow what was asked."""
    ratings = inputs.collected.ratings
    if pairs and not ratings.raters_known:
        raise UsageError(
            "--pairs compares two reviewers, and counts do not say who chose a level",
            hint="leave it out, or give the rating of each reviewer (--layout long or wide)",
        )
    scales = ratings.scales(range(len(ratings.criteria)))
    declared = inputs.rubric is not None or levels is not None or inputs.layout == "counts"
    if all(isinstance(one, str) for one in weights):
        return tuple(weights) or None
    from mcqa.agreement.weight_file import fitted

    return tuple(one if isinstance(one, str) else fitted(one, scales, declared=declared) for one in weights)


def left_unsaid(
    result: AgreementResult,
    by: Sequence[str],
    *,
    weights: Sequence[str] | None,
    metric: Sequence[str] | None,
    tolerance: float,
    of: Sequence[str] | None,
) -> Iterator[str]:
    """Say which options found nothing to be used on; UsageError where nothing at all is left to show."""
    estimates = (*result.estimates, *result.pairs)
    there = {one.scope for one in estimates}
    absent = [f"--by {kind}: {NOT_THERE.get(kind, 'there is none')}" for kind in by if kind not in there]
    if not estimates:
        raise UsageError("; ".join(absent) or "there is nothing to show", hint="--by rubric takes all ratings together")
    for each in of or ():
        if not any(one.of == each for one in result.differences):
            yield f"--difference {each}: there are no two of them to compare"
    yield from absent
    if weights and not any(one.weights for one in estimates):
        yield "--weights was not used: none of the coefficients takes weights"
    if metric and not any(one.metric for one in estimates):
        yield f"--metric was not used: it is for {ALPHA}, which was not asked for"
    if tolerance and not any((one.form or "").startswith("within_") for one in estimates):
        yield "--tolerance was not used: it is for percent_agreement and percent_agreement_all_raters"


def order_note(result: AgreementResult, inputs: Inputs) -> tuple[str, ...]:
    """Say how to declare what a coefficient lacks, where there is no rubric to declare it."""
    reasons = {one.reason for one in (*result.estimates, *result.pairs)}
    if inputs.rubric is not None:
        return ()
    if "not_ordered" in reasons:
        return ("Words have no order of their own: declare it, lowest first, with --levels LOWEST,...,HIGHEST.",)
    if "not_numeric" in reasons and not _numeric(inputs):
        return ("Words have no scores: use numbers as levels, or a rubric (--rubric) that gives each level a score.",)
    return ()


def _numeric(inputs: Inputs) -> bool:
    ratings = inputs.collected.ratings
    return all(level.score is not None for criterion in ratings.criteria for level in criterion.scale.levels)
