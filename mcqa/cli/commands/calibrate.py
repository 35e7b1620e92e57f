"""`mcqa calibrate`: reviewers against reference ratings of a calibration set."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mcqa.cli.options import Common, Sheets
from mcqa.cli.reading import Reading
from mcqa.cli.run import command, finish

app = typer.Typer(rich_markup_mode=None, add_completion=False)

ReferenceFile = Annotated[
    Path,
    typer.Option("--reference", metavar="FILE", help="Reference ratings: any file of ratings; a rater is not needed."),
]
ProfileName = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="NAME",
        help="What passes: naep (default), bloomboard, class, strict-0.70 or own (numbers below, or in mcqa.toml).",
    ),
]
Exact = Annotated[
    float | None, typer.Option("--exact", metavar="SHARE", help="own: least share at exactly the reference level.")
]
Adjacent = Annotated[
    float | None, typer.Option("--adjacent", metavar="SHARE", help="own: least share within one level.")
]
Kappa = Annotated[float | None, typer.Option("--kappa", metavar="VALUE", help="own: least weighted kappa.")]
Weights = Annotated[
    str | None,
    typer.Option(
        "--weights",
        metavar="W",
        help="Agreement weights of kappa, such as quadratic, or a matrix (CSV). Default: ordinal.",
    ),
]
Confidence = Annotated[float, typer.Option("--confidence", min=0.5, max=0.999, help="Confidence of the intervals.")]


@command(app, "calibrate")
def calibrate(
    sheets: Sheets,
    *,
    reference: ReferenceFile,
    profile: ProfileName = None,
    exact: Exact = None,
    adjacent: Adjacent = None,
    kappa: Kappa = None,
    weights: Weights = None,
    confidence: Confidence = 0.95,
    reading: Reading,
    common: Common,
) -> None:
    """Compare reviewers with reference ratings: who passes, who must train again, and how sure that is.

    Shows how near each reviewer is in all and by component, and how many more calibration cases would make it sure.

    Example: mcqa calibrate samples/calibration/sheets --reference samples/calibration/reference.csv
    """
    from mcqa.agreement.weight_file import names_file, weights_of
    from mcqa.calibration.calibrate import calibrate as compare
    from mcqa.calibration.profiles import profile_of
    from mcqa.cli.inputs import usable
    from mcqa.cli.referred import about_reviewers, read_reference, without_file
    from mcqa.reports.calibrate import calibration_document

    chosen = profile_of(profile, exact=exact, adjacent=adjacent, kappa=kappa)
    weighed = None if weights is None else weights_of(weights)
    common.sources.add(reference, weights if weights is not None and names_file(weights) else None)
    inputs = usable(without_file(sheets, reference), common, reading)
    rubric = inputs.sound_rubric
    opened, referred = read_reference(reference, rubric, common, reading)
    found = compare(inputs.collected.ratings, referred.ratings, rubric, chosen, weights=weighed, confidence=confidence)
    options = {
        "reference": str(reference),
        "profile": chosen.name,
        **{name: bar for name, bar in chosen.bars.items() if chosen.name == "own"},
        "weights": found.weights,
        "confidence": confidence,
    }
    run = inputs.run_info("calibrate", common, **{**reading.to_json(), **options})
    more = tuple((file.path, file.sha256) for file in opened.files)
    findings = (*about_reviewers(inputs.collected.findings), *referred.findings, *found.findings)
    document = calibration_document(found, inputs.collected, rubric)
    finish(common, run._replace(inputs=(*run.inputs, *more)), document, findings)
