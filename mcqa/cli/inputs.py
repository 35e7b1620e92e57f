"""From the arguments of a command to a rubric and a table of ratings: the stages every analysis begins with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mcqa.cli.options import Common, Format
from mcqa.cli.reading import Reading
from mcqa.cli.run import refuse_input, say
from mcqa.cli.writing import write_whole
from mcqa.errors import InputError, OutputError, UsageError
from mcqa.ratings.build import Collected, build_ratings, only_round
from mcqa.ratings.collect import open_all, rubric_for
from mcqa.reports.cells import ledger_line
from mcqa.reports.document import counted
from mcqa.reports.envelope import RunInfo
from mcqa.rubric.bundled import is_there
from mcqa.rubric.model import Rubric
from mcqa.scoresheets.files.opened import Opened
from mcqa.scoresheets.options import SheetOptions
from mcqa.scoresheets.read import read_sheets
from mcqa.scoresheets.tables.reading import SheetReading
from mcqa.scoresheets.words.mapping import Mapping

SHOWN_LEVELS = 8


ALL_SCOPES = ("criterion", "standard", "rubric")


class Inputs(NamedTuple):
    """What a run rests on: the files, the rubric where there is one, and everything that was collected from them."""

    opened: Opened
    rubric: Rubric | None
    collected: Collected
    layout: str = "rubric"
    scopes: tuple[str, ...] = ALL_SCOPES
    notes: tuple[str, ...] = ()

    def run_info(self, command: str, common: Common, **options: object) -> RunInfo:
        """Describe the run for the envelope."""
        return RunInfo(
            command=command,
            inputs=tuple((file.path, file.sha256) for file in self.opened.files),
            rubric=self.rubric,
            options={
                "round": common.round,
                "rounds_read": list(filter(None, self.collected.ratings.rounds)),
                **options,
            },
            seed=common.seed,
        )

    @property
    def read_any(self) -> bool:
        """Whether any file holds a cell for a rating, filled in or not."""
        return self.collected.cells.read > 0

    @property
    def sound_rubric(self) -> Rubric:
        """The rubric of a run that needs one."""
        if self.rubric is None:
            raise UsageError("this needs a rubric", hint="give --rubric")
        return self.rubric


def collect(sheets: Sequence[str], common: Common, reading: Reading) -> Inputs:
    """Open the sheets, find the rubric, and build the table of ratings.

    The rubric is the one asked for, or the one that most sheets name. InputError when nothing usable was read.
    """
    options = sheet_options(reading, common)
    return _with_rubric(open_noted(sheets, common), common, reading, options)


def open_noted(sheets: Sequence[str], common: Common) -> Opened:
    """Open the sheets, and note all files that their names mean, so that nothing is written over them."""
    opened = open_all(list(sheets))
    refuse_input(common, opened.on_disk)
    return opened


def sheet_options(reading: Reading, common: Common) -> SheetOptions:
    """Put together what a call says about its sheets; stop where the meanings could not be saved as it asks."""
    mapping = Mapping()
    if reading.map_file is not None or reading.mapped:
        from mcqa.scoresheets.words.mapping import parse_map, read_mapping

        before = read_mapping(reading.map_file) if reading.map_file is not None else Mapping()
        mapping = before.with_more(parse_map(reading.mapped))
    place = reading.save_map
    if place is not None:
        common.sources.refuse(place)
        if is_there(place) and not common.force:
            raise OutputError(f"{place} exists", hint="choose another name, or give --force to replace it")
        if common.output and Path(common.output).resolve() == place.resolve():
            raise UsageError(f"--save-map and --output both name {place}", hint="give each a file of its own")
    return SheetOptions(rater_from=reading.rater_from, mapping=mapping, profiles=reading.profile)


def save_meanings(mapping: Mapping, reading: Reading, common: Common) -> None:
    """Save the meanings where the call asks for it; once everything was read with them, so that they are sound."""
    if reading.save_map is None:
        return
    from mcqa.scoresheets.words.mapping import mapping_text

    common.sources.refuse(reading.save_map)
    write_whole(reading.save_map, mapping_text(mapping))
    say(common, f"wrote {reading.save_map}")


def _with_rubric(opened: Opened, common: Common, reading: Reading, options: SheetOptions) -> Inputs:
    rubric = rubric_for(opened, common.rubric)
    refuse_input(common, (rubric.path,))
    collected = build_ratings(_of_round(read_sheets(opened, rubric, options), common), rubric)
    collected = _against_roster(collected, reading)
    save_meanings(options.mapping, reading, common)
    _note_rounds(collected, common)
    return Inputs(opened=opened, rubric=rubric, collected=collected)


def _against_roster(collected: Collected, reading: Reading) -> Collected:
    """Add what the roster, if one was given, does not agree in."""
    if reading.roster is None:
        return collected
    from mcqa.ratings.roster import unknown_raters
    from mcqa.scoresheets.lists.roster import read_roster

    roster = read_roster(reading.roster)
    noted = (*roster.findings, *unknown_raters(collected.ratings, roster))
    return collected._replace(findings=(*collected.findings, *noted))


def rated_with(sheets: Sequence[str], rubric: Rubric, common: Common, reading: Reading | None = None) -> Collected:
    """Collect ratings that were made with a rubric that is at hand already; InputError where there are none.

    `reading` is how the call says that its sheets are to be read, where these are read in the same way.
    """
    opened = open_noted(sheets, common)
    options = SheetOptions() if reading is None else sheet_options(reading, common)
    collected = build_ratings(_of_round(read_sheets(opened, rubric, options), common), rubric)
    return _usable(Inputs(opened=opened, rubric=rubric, collected=collected)).collected


def usable(sheets: Sequence[str], common: Common, reading: Reading) -> Inputs:
    """Collect, and refuse to go on where not one rating is left to compute with."""
    return _usable(collect(sheets, common, reading))


def measurable(sheets: Sequence[str], common: Common, reading: Reading, *, layout: str, levels: str | None) -> Inputs:
    """Collect for agreement, which can also be measured without a rubric: on a wide or long file, or on counts."""
    options = sheet_options(reading, common)
    opened = open_noted(sheets, common)
    bare = layout != "auto" or levels is not None
    if bare and common.rubric_asked:
        raise UsageError("--layout and --levels are for files without a rubric", hint="leave them out, or --rubric")
    if not bare and (common.rubric or opened.claimed_rubric):
        inputs = _usable(_with_rubric(opened, common, reading, options))
        return inputs._replace(notes=(ledger_line(inputs.collected),))
    from mcqa.ratings.plain import build_plain, like_counts
    from mcqa.scoresheets.plain import read_plain

    _refuse_without_rubric(reading)
    declared = levels.split(",") if levels is not None else None
    plain = read_plain(opened, layout, declared, options.mapping)
    if reading.roster is not None and plain.layout == "counts":
        raise UsageError("--roster names reviewers, and counts do not say who chose a level", hint="leave it out")
    built = build_plain(plain._replace(reading=_of_round(plain.reading, common)), declared)
    built = built._replace(collected=_against_roster(built.collected, reading))
    save_meanings(options.mapping, reading, common)
    _note_rounds(built.collected, common)
    notes = [ledger_line(built.collected), _how_read(plain.layout, built.collected)]
    total = like_counts(built.collected.ratings) if (plain.layout, layout) == ("wide", "auto") else None
    if total is not None:
        notes.append(f"Every row sums to {total}: are these counts of reviewers at each level? See --layout counts.")
        if common.format in {Format.CSV, Format.JSON}:
            say(common, f"note: {notes[-1]}")
    if not built.declared:
        seen = ", ".join(level.label for level in built.scale.levels[:SHOWN_LEVELS])
        more = ", ..." if len(built.scale.levels) > SHOWN_LEVELS else ""
        how = "in numeric order" if built.scale.ordered else "as a nominal scale, without order"
        notes.append(f"Nobody declared the levels: those observed were taken {how} ({seen}{more}); see --levels.")
        if common.format in {Format.CSV, Format.JSON}:
            # their output has no place for a notice
            say(common, f"note: {notes[-1]}")
    scopes = ("criterion", "rubric") if built.with_criteria else ("rubric",)
    inputs = Inputs(
        opened=opened, rubric=None, collected=built.collected, layout=plain.layout, scopes=scopes, notes=tuple(notes)
    )
    return _usable(inputs)


def _refuse_without_rubric(reading: Reading) -> None:
    """Stop where an option is given that says nothing of a file without a rubric."""
    given = [
        option for option, value in (("--form-profile", reading.profile), ("--rater-from", reading.rater_from)) if value
    ]
    if given:
        said = " and ".join(given)
        raise UsageError(
            f"{said} {'is' if len(given) == 1 else 'are'} for scoresheets that are read with a rubric",
            hint="leave it out, or give --rubric",
        )


def _how_read(layout: str, collected: Collected) -> str:
    """Say which layout a file without a rubric was read in, and who its columns were taken for."""
    raters = collected.ratings.raters
    names = ", ".join(raters[:SHOWN_LEVELS]) + (", ..." if len(raters) > SHOWN_LEVELS else "")
    what = {
        "wide": f"one column per reviewer ({names})",
        "long": f"one rating per row (reviewers {names})",
        "counts": "one column per level, holding how many reviewers chose it",
    }[layout]
    return f"Read without a rubric, as {layout}: {what}; see --layout."


def _usable(inputs: Inputs) -> Inputs:
    if not inputs.collected.n_ratings:
        cells = inputs.collected.cells
        claimed, rubric = inputs.opened.claimed_rubric, inputs.rubric
        hint = "`mcqa check` tells the fate of every cell"
        if claimed and rubric and claimed != rubric.id:
            hint = f"most sheets were made for {claimed}; they were read with {rubric.id}: see --rubric"
        raise InputError(
            f"the scoresheets hold no usable rating ({cells.read} cells read, {cells.missing} of them blank)",
            hint=hint,
            findings=inputs.collected.findings,
        )
    return inputs


def _of_round(reading: SheetReading, common: Common) -> SheetReading:
    """Keep the round that was asked for, and say how much was left aside."""
    if common.round is None:
        return reading
    kept = only_round(reading, common.round)
    aside = reading.n_cells - kept.n_cells
    if aside:
        say(common, f"note: {counted(aside, 'cell')} of other rounds left aside")
    return kept


def _note_rounds(collected: Collected, common: Common) -> None:
    rounds = [name for name in collected.ratings.rounds if name]
    if len(rounds) > 1:
        say(common, f"note: ratings of {len(rounds)} rounds are taken together ({', '.join(rounds)}); see --round")
