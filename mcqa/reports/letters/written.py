"""All letters as files: a Markdown and a Word document for each micro-credential, made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from mcqa.reports.letters.content import Writer
from mcqa.reports.letters.docx import DocxForm
from mcqa.reports.letters.markdown import letter_markdown
from mcqa.reports.letters.remarks import Remarks, Unnamed
from mcqa.scores.scored import Scores
from mcqa.scoresheets.template.names import file_names

if TYPE_CHECKING:
    from mcqa.scores.arrays import Mask
    from mcqa.scoresheets.lists.roster import Roster

MARKDOWN, DOCX = ".md", ".docx"
# what names of files of reviewers begin with where their own name cannot be used, and what letters say instead
_INSTEAD, _SAID = "reviewer", "micro-credential"


class Letters(Mapping[str, bytes]):
    """The content of each file by its name; a letter is made when its file is asked for, and not kept."""

    def __init__(self, made: Mapping[str, Callable[[], bytes]]) -> None:
        """Take what makes each file."""
        self._made = dict(made)

    def __getitem__(self, name: str) -> bytes:
        """Make a file."""
        return self._made[name]()

    def __iter__(self) -> Iterator[str]:
        """Go through the names of the files."""
        return iter(self._made)

    def __len__(self) -> int:
        """Give the number of files."""
        return len(self._made)


def letters(
    scores: Scores,
    *,
    roster: Roster | None = None,
    titles: Sequence[str] = (),
    reasons: Mapping[tuple[str, str], str] | None = None,
    names: Iterable[str] = (),
    where: Mask | None = None,
    contact: str = "",
    page: str = "letter",
) -> Letters:
    """Make a feedback letter for each unit, as Markdown and as a Word document.

    Parameters
    ----------
    scores
        The scores of all units.
    roster
        The reviewers, whose codes, names, aliases and addresses are taken out of comments.
    titles
        The title of each unit in the order of the units, "" where none is known.
    reasons
        Why a person decided a cell, by unit and criterion.
    names
        Further people who are to stay unnamed, such as those who decided.
    where
        The rows of the table that count, shape (n_rows,), where scores rest on some of them.
    contact
        Whom to ask.
    page
        `letter` or `a4`.

    Returns
    -------
    Letters
        The files by name: `<unit>.md` and `<unit>.docx`, names that every system takes.
    """
    unnamed = Unnamed(scores.rubric, scores.ratings.raters, roster, names)
    remarks = Remarks(scores.ratings, unnamed, where)
    writer = Writer(scores, remarks, titles=titles, reasons=reasons, contact=contact)
    form = DocxForm(scores.rubric.language, page)
    made: dict[str, Callable[[], bytes]] = {}
    for place, stem in enumerate(_stems(scores.cells.units)):
        made[stem + MARKDOWN] = partial(_markdown, writer, place)
        made[stem + DOCX] = partial(_docx, writer, form, place)
    return Letters(made)


def _markdown(writer: Writer, place: int) -> bytes:
    return letter_markdown(writer.letter(place))


def _docx(writer: Writer, form: DocxForm, place: int) -> bytes:
    return form.letter(writer.letter(place))


def _stems(units: Sequence[str]) -> list[str]:
    """Give each unit a name of files of its own."""
    names = file_names(units, "")
    instead = {
        unit: f"{_SAID}{name.removeprefix(_INSTEAD)}"
        for unit, name in names.items()
        if name.startswith(_INSTEAD) and not unit.casefold().startswith(_INSTEAD)
    }
    wanted = {unit: instead.get(unit, unit) for unit in units}
    if len(set(wanted.values())) < len(wanted):
        return [names[unit] for unit in units]
    given = file_names(wanted.values(), "")
    return [given[wanted[unit]] for unit in units]
