"""`mcqa norm`: freeze a baseline of met shares, and place new micro-credentials against it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mcqa.cli.deciding import Deciding
from mcqa.cli.options import Common, Format, Sheets
from mcqa.cli.reading import Reading
from mcqa.cli.run import command, exit_code, finish, pieces, say, tell, write_pieces_out
from mcqa.errors import UsageError

if TYPE_CHECKING:
    from mcqa.findings import Finding
    from mcqa.ratings.table import Ratings

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="Freeze a baseline, and place new micro-credentials against it.\n\n"
    "Example: mcqa norm freeze samples/round-1 -o baseline.json",
)

Units = Annotated[
    Path | None,
    typer.Option("--units", metavar="FILE", help="List of the micro-credentials with a column of provider kinds."),
]
Key = Annotated[
    Path | None,
    typer.Option("--key", metavar="FILE", help="Sealed key or crosswalk, where the sheets hold pseudonyms."),
]


@command(app, "freeze")
def freeze(
    sheets: Sheets,
    *,
    units: Units = None,
    key: Key = None,
    label: Annotated[str | None, typer.Option("--label", metavar="TEXT", help="What the baseline is called.")] = None,
    smallest_group: Annotated[
        int, typer.Option("--smallest-group", min=1, help="What rests on fewer micro-credentials is withheld.")
    ] = 3,
    reading: Reading,
    deciding: Deciding,
    common: Common,
) -> None:
    """Freeze how often each component was met, as a baseline.

    Standards, whole micro-credentials and kinds of providers are in it too, each with n and interval. The file names no
    micro-credential, no reviewer and no sheet; small groups are withheld.

    Example: mcqa norm freeze samples/round-1 -o baseline.json
    """
    from mcqa.cli.inputs import usable
    from mcqa.cli.scoring import scores_of
    from mcqa.norms.freeze import freeze as freeze_scores
    from mcqa.reports.envelope import RunInfo
    from mcqa.reports.norm import freeze_document

    inputs = usable(sheets, common, reading)
    rubric, ratings = inputs.sound_rubric, inputs.collected.ratings
    kinds, noted = _kinds(ratings, units, key, common)
    scores = scores_of(inputs, deciding)
    baseline = freeze_scores(scores, kinds=kinds, smallest_group=smallest_group, label=label)
    run = RunInfo(
        command="norm freeze",
        # the names of files may name people, and findings name micro-credentials: a baseline is handed on
        inputs=tuple((f"file {number}", file.sha256) for number, file in enumerate(inputs.opened.files, 1)),
        rubric=rubric,
        options={"round": common.round, "label": label, "smallest_group": smallest_group, "units": units is not None},
        seed=common.seed,
    )
    findings = (*inputs.collected.findings, *noted)
    common.sources.add(*(file.path for file in inputs.opened.files))
    write_pieces_out(common, pieces(common, run, freeze_document(baseline, rubric), ()))
    tell(common, findings)
    if common.output and common.format is not Format.JSON:
        say(common, "note: `mcqa norm place` reads the JSON form only; write it to a file that ends in .json")
    raise typer.Exit(exit_code(findings, common.fail_on))


@command(app, "place")
def place(
    sheets: Sheets,
    *,
    baseline: Annotated[
        Path, typer.Option("--baseline", metavar="FILE", help="The baseline that `mcqa norm freeze` wrote.")
    ],
    units: Units = None,
    key: Key = None,
    reading: Reading,
    deciding: Deciding,
    common: Common,
) -> None:
    """Place micro-credentials against a baseline.

    Each gets a percentile with interval, and a list of what others commonly meet and it does not. The rule is that of
    the baseline. The interval holds the uncertainty of the micro-credential and of the baseline.

    Example: mcqa norm place samples/round-2 --baseline baseline.json
    """
    from mcqa.cli.inputs import usable
    from mcqa.cli.scoring import weights_of
    from mcqa.norms.place import check_fit
    from mcqa.norms.place import place as place_scores
    from mcqa.norms.read import read_baseline
    from mcqa.reports.norm import place_document
    from mcqa.scores.assess import assess
    from mcqa.scores.policy import decision_for
    from mcqa.scores.score import score

    common.sources.add(baseline)
    frozen = read_baseline(baseline)
    inputs = usable(sheets, common, reading)
    rubric, ratings = inputs.sound_rubric, inputs.collected.ratings
    check_fit(frozen, rubric, decision_for(rubric, deciding.asked) if _asks(deciding) else frozen.decision)
    kinds, noted = _kinds(ratings, units, key, common)
    if frozen.decision.consensus == "weighted" and deciding.rater_weights is None:
        raise UsageError("the baseline was frozen with weighted votes", hint="give --rater-weights")
    weights = weights_of(ratings, deciding)
    scores = score(ratings, rubric, decision=frozen.decision, weights=weights)
    found = place_scores(assess(scores, seed=common.seed, weights=weights), frozen, kinds=kinds)
    run = inputs.run_info(
        "norm place",
        common,
        **reading.to_json(),
        **deciding.to_json(),
        baseline=str(baseline),
        units=str(units) if units else None,
    )
    run = run._replace(inputs=(*run.inputs, (str(baseline), _sha256(baseline))))
    finish(common, run, place_document(found, rubric), (*inputs.collected.findings, *noted))


def _asks(deciding: Deciding) -> bool:
    """Whether the call asks for a rule, and not for weights alone."""
    return any(value is not None for value in deciding[:-1])


def _sha256(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


def _kinds(
    ratings: Ratings, units: Path | None, key: Path | None, common: Common
) -> tuple[tuple[str, ...] | None, tuple[Finding, ...]]:
    """Give the kind of provider of each micro-credential, where a list gives it, and what was noticed."""
    if units is None:
        if key is not None:
            raise UsageError("--key says which micro-credential of a list is which", hint="give --units as well")
        return None, ()
    from mcqa.scores.unit_places import places_of_units
    from mcqa.scoresheets.lists.units import scan_units

    common.sources.add(units, key)
    listing, listed = scan_units(units)
    listing.refuse()
    if not listed.has_kinds:
        raise UsageError(
            f"{units} has no column of provider kinds", hint='call it "Provider kind", or leave --units out'
        )
    places = places_of_units(ratings.units, listed, key)
    kinds = tuple("" if entry is None else entry.kind for entry in places.entries)
    return kinds, (*listed.findings, *places.findings)
