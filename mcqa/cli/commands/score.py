"""`mcqa score`: consensus per component, standard and micro-credential, verdicts, and splits to settle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, NoReturn

import typer

from mcqa.cli.deciding import Deciding
from mcqa.cli.options import Common, Sheets
from mcqa.cli.reading import Reading
from mcqa.cli.run import command, finish, say

if TYPE_CHECKING:
    from mcqa.cli.inputs import Inputs
    from mcqa.reports.document import Document
    from mcqa.reports.envelope import RunInfo
    from mcqa.reports.scores.document import Part
    from mcqa.scores.decided.adjudication import Adjudication
    from mcqa.scores.scored import Scores
    from mcqa.scores.unit_places import UnitPlaces

app = typer.Typer(rich_markup_mode=None, add_completion=False)

READ_FILES = ("adjudication", "units", "key")
SHOWN_FILES = 3


@command(app, "score")
def score(
    sheets: Sheets,
    *,
    adjudication: Annotated[
        Path | None, typer.Option("--adjudication", metavar="FILE", help="Decisions on split cells, to be used.")
    ] = None,
    letters: Annotated[
        Path | None, typer.Option("--letters", metavar="DIR", help="Write a feedback letter for each micro-credential.")
    ] = None,
    contact: Annotated[str, typer.Option("--contact", metavar="TEXT", help="Whom letters say to ask.")] = "",
    units: Annotated[
        Path | None, typer.Option("--units", metavar="FILE", help="List of micro-credentials: provider, state, title.")
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option("--key", metavar="FILE", help="Sealed key or crosswalk, where sheets hold pseudonyms."),
    ] = None,
    smallest_group: Annotated[
        int, typer.Option("--smallest-group", min=1, help="Smaller providers and states are withheld.")
    ] = 3,
    panel: Annotated[
        str | None, typer.Option("--panel", metavar="GROUP", help="Compare everybody else with this advisor panel.")
    ] = None,
    self_assessment: Annotated[
        bool, typer.Option("--self-assessment", help="One person's own view: a gap list, no reliability claim.")
    ] = False,
    against: Annotated[
        list[str] | None,
        typer.Option(
            "--against", metavar="SHEETS", help="Self-assessment: compare with this blind review; repeatable."
        ),
    ] = None,
    reading: Reading,
    deciding: Deciding,
    common: Common,
) -> None:
    """Tell which micro-credentials met the rubric, what stands in the way of the others, and where reviewers split.

    Reviewers are brought to a consensus component by component first; the rule of the rubric then gives the verdict.

    Example: mcqa score samples/round-1
    """
    from mcqa.cli.inputs import usable
    from mcqa.errors import UsageError

    common.sources.add(adjudication, units, key)
    if against and not self_assessment:
        raise UsageError("--against is for a self-assessment", hint="give --self-assessment as well")
    if self_assessment and (panel or adjudication or letters):
        raise UsageError(
            "a self-assessment is one person's own view: it has no panel, no decisions and no letters",
            hint="leave out --panel, --adjudication and --letters",
        )
    if key is not None and units is None:
        raise UsageError("--key needs --units: the list that says where micro-credentials come from")
    inputs = usable(_without(sheets, adjudication, units, key, deciding.rater_weights), common, reading)
    options: dict[str, object] = {
        **reading.to_json(),
        **deciding.to_json(),
        **{
            name: str(path) if path else None for name, path in zip(READ_FILES, (adjudication, units, key), strict=True)
        },
        "smallest_group": smallest_group,
        "panel": panel,
        "self_assessment": self_assessment,
        "against": against or [],
    }
    if self_assessment:
        _finish_own(inputs, against or [], reading, deciding, common, options)
    settled = None if adjudication is None else _settled(inputs, adjudication, deciding)
    scores = _sure(inputs, settled, deciding, common)
    places = None if units is None else _places(scores, units, key)
    further = _further(scores, settled, places, panel, deciding, smallest_group)
    if letters is not None:
        _write_letters(scores, letters, settled, places, contact, reading, common)
    findings = (
        *inputs.collected.findings,
        *(settled.findings if settled else ()),
        *(places.findings if places else ()),
    )
    run = _with_inputs(inputs.run_info("score", common, **options), adjudication, units, deciding.rater_weights)
    finish(common, run, _document(scores, inputs, further, common.seed), findings)


class _Further(NamedTuple):
    """What stands in the output beside the scores: parts for people, results for programs."""

    parts: tuple[Part, ...]
    results: dict[str, object]


def _without(
    sheets: list[str], adjudication: Path | None, units: Path | None, key: Path | None, weights: Path | None
) -> list[str]:
    """Leave what is read for something else out of the sheets, where a folder or pattern means that too."""
    from mcqa.cli.referred import without_file
    from mcqa.scoresheets.identity.seal import CROSSWALK_FILE

    crosswalk = key / CROSSWALK_FILE if key is not None and key.is_dir() else key
    named = {
        "the file of decisions": adjudication,
        "the list of micro-credentials": units,
        "the sealed key": crosswalk,
        "the weights of reviewers": weights,
    }
    for called, path in named.items():
        if path is not None:
            sheets = without_file(sheets, path, called=called)
    return sheets


def _settled(inputs: Inputs, path: Path, deciding: Deciding) -> Adjudication:
    """Hold decisions against the scores as reviewers alone left them."""
    from mcqa.cli.scoring import scores_of
    from mcqa.scores.decided.adjudication import adjudicate
    from mcqa.scoresheets.lists.decisions import read_decisions

    return adjudicate(scores_of(inputs, deciding), read_decisions(path))


def _sure(inputs: Inputs, settled: Adjudication | None, deciding: Deciding, common: Common) -> Scores:
    """Score the ratings with the decisions, and find how sure the verdicts are."""
    from mcqa.cli.scoring import scores_of, weights_of
    from mcqa.scores.assess import assess

    scores = scores_of(inputs, deciding, decided=settled.decided if settled else None)
    return assess(scores, seed=common.seed, weights=weights_of(inputs.collected.ratings, deciding))


def _places(scores: Scores, units: Path, key: Path | None) -> UnitPlaces:
    from mcqa.scores.unit_places import places_of_units
    from mcqa.scoresheets.lists.units import scan_units

    listing, listed = scan_units(units)
    listing.refuse()
    return places_of_units(scores.cells.units, listed, key)


def _further(
    scores: Scores,
    settled: Adjudication | None,
    places: UnitPlaces | None,
    panel: str | None,
    deciding: Deciding,
    smallest_group: int,
) -> _Further:
    """Put together the roll-ups, the decisions of people and the comparison with a panel."""
    from mcqa.cli.scoring import weights_of
    from mcqa.reports.rollups import rollup_json, rollup_parts
    from mcqa.reports.scores.decisions import decisions_parts
    from mcqa.scores.rollups import rollups

    rolled = rollups(scores, places, smallest_group)
    parts: list[Part] = [*rollup_parts(rolled)]
    results: dict[str, object] = {"rollups": rollup_json(rolled)}
    if settled is not None:
        parts = [*decisions_parts(settled, scores.rubric), *parts]
        results["adjudication"] = settled.to_json()
    if panel is not None:
        from mcqa.reports.panels import panel_parts
        from mcqa.scores.compared.panels import compare_panels

        compared = compare_panels(
            scores.ratings, scores.rubric, scores.decision, panel, weights=weights_of(scores.ratings, deciding)
        )
        parts += panel_parts(compared, scores.rubric)
        results["panels"] = compared.to_json()
    return _Further(tuple(parts), results)


def _document(scores: Scores, inputs: Inputs, further: _Further, seed: int) -> Document:
    from mcqa.reports.scores.document import score_document

    return score_document(scores, inputs.collected, parts=further.parts, results=further.results, seed=seed)


def _with_inputs(run: RunInfo, *paths: Path | None) -> RunInfo:
    """Add the files that a run rests on beside the sheets, with their hashes; a sealed key is not among them."""
    from hashlib import sha256

    beside = ((str(path), sha256(path.read_bytes()).hexdigest()) for path in paths if path is not None)
    return run._replace(inputs=(*run.inputs, *beside))


def _write_letters(
    scores: Scores,
    folder: Path,
    settled: Adjudication | None,
    places: UnitPlaces | None,
    contact: str,
    reading: Reading,
    common: Common,
) -> None:
    """Write a letter for each micro-credential, all or none; OutputError where --output would replace one of them."""
    from mcqa.cli.writing import write_files
    from mcqa.errors import OutputError
    from mcqa.reports.document import counted
    from mcqa.reports.letters.written import letters
    from mcqa.scoresheets.lists.roster import read_roster

    used = [entry for entry in settled.log if entry.used] if settled else []
    files = letters(
        scores,
        roster=read_roster(reading.roster) if reading.roster else None,
        titles=places.titles if places else (),
        reasons={(entry.unit, entry.criterion): entry.reason for entry in used if entry.reason},
        names=[entry.decided_by for entry in used if entry.decided_by],
        contact=contact,
    )
    output = Path(common.output).resolve() if common.output else None
    if output in {(folder / name).resolve() for name in files}:
        raise OutputError(f"--output and --letters both name {common.output}", hint="give each a place of its own")
    write_files(common, folder, files)
    say(common, f"wrote {counted(len(scores.units), 'letter')}, each as Markdown and docx, to {folder}")


def _finish_own(
    inputs: Inputs,
    against: list[str],
    reading: Reading,
    deciding: Deciding,
    common: Common,
    options: dict[str, object],
) -> NoReturn:
    """Give the gap lists of a self-assessment, and where a blind review is named hold them against it."""
    from mcqa.cli.inputs import rated_with
    from mcqa.cli.referred import FOR_SHEETS, about_reviewers
    from mcqa.cli.scoring import scores_of
    from mcqa.reports.scores.own import own_document
    from mcqa.scores.compared.self_assessment import self_assessment
    from mcqa.scores.compared.self_review import compare_self

    own = scores_of(inputs, deciding, alone=True)
    found = self_assessment(own)
    review = None
    # that nobody else rated it, and how levels were used, is no fault of one person's own view
    findings = about_reviewers(inputs.collected.findings)
    beside = _reviewed(inputs, against)
    if against:
        blind = rated_with(against, inputs.sound_rubric, common, reading._replace(save_map=None))
        findings = (*findings, *(finding for finding in blind.findings if finding.code not in FOR_SHEETS))
        review = compare_self(own, scores_of(inputs._replace(collected=blind), deciding))
    run = _with_inputs(inputs.run_info("score", common, **options), *beside)
    finish(common, run, own_document(own, found, review, inputs.collected), findings)


def _reviewed(inputs: Inputs, against: list[str]) -> tuple[Path, ...]:
    """Give the files of the blind review; UsageError where one of them is a sheet of the self-assessment itself."""
    from mcqa.errors import UsageError
    from mcqa.scoresheets.files.find import find_files

    files = find_files(against).files if against else ()
    own = {Path(name).resolve() for name in inputs.opened.on_disk}
    both = [str(path) for path in files if path.resolve() in own]
    if both:
        raise UsageError(
            f"{', '.join(both[:SHOWN_FILES])}{' and others' if len(both) > SHOWN_FILES else ''} cannot be the "
            "self-assessment and the blind review beside it",
            hint="keep the two apart: own sheets first, those of the reviewers behind --against",
        )
    return files
