"""`mcqa reliability`: agreement and reliability coefficients with intervals."""

from __future__ import annotations

from typing import Annotated

import typer

from mcqa.cli.options import Common, Format, Sheets
from mcqa.cli.reading import Reading
from mcqa.cli.run import command, finish, refuse_input

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Names = Annotated[
    list[str] | None,
    typer.Option(
        "--coefficient", metavar="NAME", help="A coefficient, one form of it (icc:ICC2), or `all`; repeatable."
    ),
]
Weights = Annotated[
    list[str] | None,
    typer.Option(
        "--weights",
        metavar="W",
        help="Agreement weights, such as linear, or a matrix (CSV); repeatable. Default: ordinal.",
    ),
]
Metrics = Annotated[
    list[str] | None,
    typer.Option("--metric", metavar="M", help="Metric of Krippendorff's alpha; repeatable. Default: ordinal."),
]
By = Annotated[
    list[str] | None,
    typer.Option("--by", metavar="SCOPE", help="criterion, standard, rubric, group or round; repeatable."),
]


Differences = Annotated[
    list[str] | None,
    typer.Option(
        "--difference", metavar="OF", help="Compare groups, rounds or coefficients with each other; repeatable."
    ),
]
Pairs = Annotated[bool, typer.Option("--pairs", help="Compare every pair of reviewers too.")]
Panel = Annotated[
    str | None, typer.Option("--panel", metavar="GROUP", help="Compare everybody else with a reviewer group.")
]
Missing = Annotated[
    str, typer.Option("--missing", metavar="available|listwise", help="What becomes of missing ratings.")
]
Interval = Annotated[
    str, typer.Option("--ci", metavar="METHOD", help="auto, delta, jackknife, jackknife_z, bootstrap, bca or none.")
]
Resample = Annotated[
    str,
    typer.Option(
        "--resample", metavar="units|raters|both", help="What is a sample: micro-credentials, reviewers, or both."
    ),
]
Replicates = Annotated[int, typer.Option("--replicates", min=1, help="Bootstrap resamples.")]
Confidence = Annotated[float, typer.Option("--confidence", min=0.5, max=0.999, help="Confidence of the intervals.")]
Null = Annotated[float, typer.Option("--null", min=-1.0, max=1.0, help="The value that p values test against.")]
Benchmark = Annotated[str, typer.Option("--benchmark", metavar="SCALE", help="Benchmark scale for the labels.")]
Tolerance = Annotated[
    float, typer.Option("--tolerance", min=0, help="Percent agreement counts ratings this many levels apart.")
]
Levels = Annotated[
    str | None, typer.Option("--levels", metavar="A,B,C", help="Without a rubric: the levels, lowest first.")
]
Layout = Annotated[
    str, typer.Option("--layout", metavar="LAYOUT", help="Without a rubric: auto, long, wide or counts.")
]
FailUnder = Annotated[
    list[str] | None,
    typer.Option("--fail-under", metavar="COEF=VALUE", help="End with 1 when the overall value is lower."),
]
CrossCheck = Annotated[
    bool, typer.Option("--cross-check", help="Recompute alpha with the krippendorff package; 1 if it differs.")
]


@command(app, "reliability")
def reliability(
    sheets: Sheets,
    *,
    coefficient: Names = None,
    weights: Weights = None,
    metric: Metrics = None,
    by: By = None,
    pairs: Pairs = False,
    panel: Panel = None,
    difference: Differences = None,
    missing: Missing = "available",
    ci: Interval = "auto",
    resample: Resample = "units",
    replicates: Replicates = 2000,
    confidence: Confidence = 0.95,
    null: Null = 0.0,
    benchmark: Benchmark = "landis_koch",
    tolerance: Tolerance = 0,
    levels: Levels = None,
    layout: Layout = "auto",
    fail_under: FailUnder = None,
    cross_check: CrossCheck = False,
    reading: Reading,
    common: Common,
) -> None:
    """Measure how far reviewers agree, component by component, with intervals, counts and prevalence.

    Takes scoresheets with their rubric; or, without one, a file with a column `unit` and one column per reviewer
    (wide), a list with unit, rater and level (long), or counts of reviewers at each level (counts).

    Example: mcqa reliability samples/round-1
    """
    # every option of the call, by its name, for the record of the run
    given = {name: value for name, value in locals().items() if name not in {"sheets", "common", "reading"}}
    given |= reading.to_json()
    from mcqa.agreement.analysis import COEFFICIENTS, DEFAULT_COEFFICIENTS, analyse
    from mcqa.agreement.gate import below
    from mcqa.cli.asked import asked, fitting, left_unsaid, order_note
    from mcqa.cli.inputs import measurable
    from mcqa.cli.run import say, say_stderr
    from mcqa.reports.reliability import reliability_document

    wanted = asked(
        coefficient,
        weights,
        metric,
        fail_under,
        chosen={"by": by or (), "difference": difference or ()}
        | {option: (str(given[option]),) for option in ("ci", "missing", "benchmark", "layout", "resample")},
        numbers={"--null": null, "--tolerance": tolerance},
        cross_check=cross_check,
    )
    refuse_input(common, (path for path, _ in wanted.files))
    inputs = measurable(sheets, common, reading, layout=layout, levels=levels)
    names = COEFFICIENTS if coefficient and "all" in coefficient else coefficient or DEFAULT_COEFFICIENTS
    names = tuple(dict.fromkeys((*names, *wanted.coefficients)))
    scopes = tuple(dict.fromkeys((*(by or inputs.scopes), *(("rubric",) if wanted.gates else ()))))
    result = analyse(
        inputs.collected.ratings,
        coefficients=names,
        weights=fitting(wanted.weights, inputs, levels, pairs=pairs),
        metrics=metric or None,
        by=scopes,
        pairs=pairs,
        confidence=confidence,
        ci=ci,
        resample=resample,
        missing=missing,
        replicates=replicates,
        seed=common.seed,
        null_value=null,
        benchmark=benchmark,
        tolerance=tolerance,
        differences=difference or (),
        panel=panel,
    )
    for message in left_unsaid(result, scopes, weights=weights, metric=metric, tolerance=tolerance, of=difference):
        say(common, f"note: {message}")
    check = None
    if cross_check:
        from mcqa.agreement.cross_check import cross_check as checked_against

        check = checked_against(result, inputs.collected.ratings, missing=missing)
    settled = {"coefficient": list(names), "by": list(scopes), "layout": inputs.layout}
    run = inputs.run_info("reliability", common, **(given | settled))
    failed = (*below(wanted.gates, result), *(check.told if check else ()))
    for message in failed:
        say_stderr(message)
    notes = order_note(result, inputs)
    if common.format in {Format.CSV, Format.JSON}:
        # their output has no place for a notice
        for note in (*notes, *((check.line,) if check and common.format is Format.CSV else ())):
            say(common, f"note: {note}")
    if common.format is Format.CSV and (pairs or difference or panel):
        say(common, "note: csv holds the estimates; tables of levels, tests, differences and the panel: --format json")
    document = reliability_document(result, (*inputs.notes, *notes), check)
    finish(
        common,
        run._replace(inputs=(*run.inputs, *wanted.files)),
        document,
        inputs.collected.findings,
        gate_failed=bool(failed),
    )
