"""`mcqa anonymize`: scoresheets rebuilt under pseudonyms, with the key apart; or a scan for identities alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mcqa.cli.options import Common, Format, Sheets
from mcqa.cli.reading import Reading
from mcqa.cli.run import command, finish, say
from mcqa.cli.writing import write_files

if TYPE_CHECKING:
    from mcqa.ratings.anonymized import Anonymized
    from mcqa.ratings.rebuilt import Source
    from mcqa.scoresheets.identity.pseudonyms import CrosswalkRow
    from mcqa.scoresheets.lists.units import UnitEntry

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(app, "anonymize", folder="Folder to write the rebuilt sheets to; with --check, a file for the findings.")
def anonymize(
    sheets: Sheets,
    *,
    check: Annotated[bool, typer.Option("--check", help="Only scan for identities; write no sheets.")] = False,
    key: Annotated[
        Path | None, typer.Option("--key", metavar="FILE", help="Key of an earlier run: the same pseudonyms again.")
    ] = None,
    key_dir: Annotated[
        Path | None, typer.Option("--key-dir", metavar="DIR", help="Folder of key and crosswalk; default: DIR-key.")
    ] = None,
    codebook: Annotated[
        bool, typer.Option("--codebook", help="Short codes in random order (R01, MC-01) and no key.")
    ] = False,
    keep_comments: Annotated[
        bool, typer.Option("--keep-comments", help="Take comments along, with the names in them replaced.")
    ] = False,
    units: Annotated[
        Path | None,
        typer.Option("--units", metavar="FILE", help="Micro-credentials whose titles and providers are replaced too."),
    ] = None,
    reading: Reading,
    common: Common,
) -> None:
    """Rebuild scoresheets under pseudonyms for reviewers and micro-credentials, or scan them for identities.

    The folder that --output names gets fresh files without authors, notes and names; key and crosswalk go to a folder
    of their own that only you may open.

    Example: mcqa anonymize samples/identities --roster samples/identities/_private/roster.csv --check
    """
    if check:
        _scan(sheets, units, reading, common)
    _rebuild(sheets, units, key, key_dir, reading, common, codebook=codebook, keep_comments=keep_comments)


def _source(sheets: list[str], units: Path | None, reading: Reading, common: Common) -> Source:
    from mcqa.cli.inputs import open_noted, sheet_options
    from mcqa.ratings.collect import rubric_for
    from mcqa.ratings.rebuilt import Source

    options = sheet_options(reading, common)
    opened = open_noted(sheets, common)
    rubric = rubric_for(opened, common.rubric) if common.rubric or opened.claimed_rubric else None
    roster = None
    if reading.roster is not None:
        from mcqa.scoresheets.lists.roster import read_roster

        roster = read_roster(reading.roster)
    listed: tuple[UnitEntry, ...] = ()
    if units is not None:
        from mcqa.scoresheets.lists.units import scan_units

        common.sources.add(units)
        listing, found = scan_units(units)
        listing.refuse()
        listed = found.units
    return Source(opened=opened, rubric=rubric, options=options, roster=roster, units=listed)


def _scan(sheets: list[str], units: Path | None, reading: Reading, common: Common) -> None:
    from mcqa.cli.inputs import save_meanings
    from mcqa.ratings.anonymized import find_identities
    from mcqa.reports.anonymize import Masking, scan_document
    from mcqa.reports.envelope import RunInfo

    source = _source(sheets, units, reading, common)
    found, register = find_identities(source)
    save_meanings(source.options.mapping, reading, common)
    findings = (*source.opened.findings, *found)
    masking = Masking(source.opened.files, register)
    if common.format is not Format.TABLE or common.output:
        findings = masking.findings(findings)
    files = source.opened.files
    run = RunInfo(
        command="anonymize",
        inputs=tuple((masking.file(file.path), file.sha256) for file in files),
        rubric=source.rubric,
        options={"check": True, "roster": reading.roster is not None},
    )
    finish(common, run, scan_document(findings, files=len(files)), findings, listed=True)


def _rebuild(
    sheets: list[str],
    units: Path | None,
    key: Path | None,
    key_dir: Path | None,
    reading: Reading,
    common: Common,
    *,
    codebook: bool,
    keep_comments: bool,
) -> None:
    from mcqa.cli.inputs import save_meanings
    from mcqa.errors import UsageError
    from mcqa.ratings.anonymized import Choices
    from mcqa.ratings.anonymized import anonymize as make
    from mcqa.reports.anonymize import How, anonymize_document, renamed_findings
    from mcqa.reports.envelope import RunInfo
    from mcqa.scoresheets.identity.pseudonyms import new_key, read_key
    from mcqa.scoresheets.identity.seal import KEY_FILE, refuse_new_key, refuse_places

    if common.output is None:
        raise UsageError("a folder is needed for the rebuilt sheets", hint="give --output DIR, or --check to scan only")
    if codebook and key is not None:
        raise UsageError("--codebook draws codes by lot and takes no --key", hint="leave one of them out")
    out = Path(common.output)
    beside = out if out.name else out.resolve()
    sealed = key_dir or beside.parent / f"{beside.name}-key"
    refuse_places(out, sealed, sheets, key)
    if key is None and not codebook:
        refuse_new_key(sealed)
    before = _crosswalk(sealed, keyed=not codebook, key=key)
    secret = None if codebook else read_key(key) if key else new_key()
    common.sources.add(key)
    source = _source(sheets, units, reading, common)
    made = make(source, Choices(key=secret, before=before, keep_comments=keep_comments))
    fresh = secret if key is None else None
    save_meanings(source.options.mapping, reading, common)
    _write(out, sealed, made, fresh, common)
    how = How(keyed=not codebook, comments=keep_comments)
    findings = (*source.opened.findings, *made.findings)
    if common.format is not Format.TABLE:
        findings = renamed_findings(findings, made)
    run = RunInfo(
        command="anonymize",
        # the names of the originals are what is to stay unknown; their hashes tell whoever has them
        inputs=tuple((output.name, output.source.sha256) for output in made.outputs),
        rubric=source.rubric,
        options={
            "method": how.method,
            "keep_comments": keep_comments,
            "roster": reading.roster is not None,
            "key": "given" if key else None if codebook else KEY_FILE,
        },
    )
    finish(common._replace(output=None), run, anonymize_document(made, findings, how), findings, listed=True)


def _crosswalk(sealed: Path, *, keyed: bool, key: Path | None) -> tuple[CrosswalkRow, ...]:
    """Read the crosswalk of an earlier run, whose pseudonyms go on; UsageError where it was made in another way."""
    from mcqa.errors import UsageError
    from mcqa.scoresheets.identity.pseudonyms import made_by, read_crosswalk, read_key
    from mcqa.scoresheets.identity.seal import CROSSWALK_FILE

    path = sealed / CROSSWALK_FILE
    if not path.exists():
        return ()
    rows = read_crosswalk(path)
    # a new key has made none of them
    if (keyed and key is None) or not made_by(read_key(key) if keyed and key else None, rows):
        hint = "give the --key that it was made with, leave --codebook as it was, or choose another --key-dir"
        raise UsageError(f"the crosswalk {path} was made otherwise, and is not overwritten", hint=hint)
    return rows


def _write(out: Path, sealed: Path, made: Anonymized, fresh: bytes | None, common: Common) -> None:
    """Write key and crosswalk, then the sheets; where the sheets cannot be written, nothing stays."""
    from mcqa.scoresheets.identity.pseudonyms import crosswalk_text, key_text
    from mcqa.scoresheets.identity.seal import CROSSWALK_FILE, KEY_FILE, seal, warning

    private = {CROSSWALK_FILE: crosswalk_text(made.crosswalk)}
    if fresh is not None:
        private[KEY_FILE] = key_text(fresh)
    common.sources.refuse(*(sealed / name for name in private))
    take_back = seal(sealed, private, replace=frozenset({CROSSWALK_FILE}))
    try:
        write_files(common, out, {output.name: output.content for output in made.outputs})
    except BaseException:
        take_back()
        raise
    what = "the key and the crosswalk" if fresh is not None else "the crosswalk"
    say(common, f"wrote the sheets to {out}, and {what} to {sealed}: keep that folder apart from what you share")
    if said := warning():
        say(common, f"note: {said}")
