"""What bounds the work on a file that no person wrote: so many findings of a kind, so many guesses at a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mcqa.findings import Finding

# a rubric that people wrote has a few dozen at most
MOST_OF_A_KIND = 1_000
# a name is guessed at for so many findings, among so many known names, up to so many characters
_GUESSES = 20
_KNOWN = 200
_LONGEST = 80
# a scale of so many levels is no scale
_LISTED = 20
_MORE = f"there are more findings of this kind from here on; the first {MOST_OF_A_KIND} are told"
_UNREAD = "the file is too long for a rubric: this is not looked for from here on"


def bounded(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Give the findings of one kind up to the most that is told, the last of which says that there are more.

    What is left out is not even looked for.
    """
    for number, finding in enumerate(findings):
        if number == MOST_OF_A_KIND:
            yield rest(finding)
            return
        yield finding


def rest(finding: Finding) -> Finding:
    """Give, in place of the first finding that is left out, one that says so."""
    return finding._replace(message=_MORE, hint="mend those above first; is this the right file?", value=None)


def unread(finding: Finding) -> Finding:
    """Give, at the first component that is not judged, a finding that says so."""
    return finding._replace(message=_UNREAD, hint="divide the rubric; is this the right file?", value=None)


def is_rest(finding: Finding) -> bool:
    """Whether a finding stands for all that are left out, or were not looked for."""
    return finding.message in {_MORE, _UNREAD}


def listed(names: Sequence[str]) -> str:
    """Write some names after each other, and not thousands of them."""
    return ", ".join(names[:_LISTED]) + (", ..." if len(names) > _LISTED else "")


class Guesses:
    """Says which of some known names was probably meant, for the first names that are asked about."""

    def __init__(self, known: Iterable[str]) -> None:
        """Take the names that there are."""
        self._known = known
        self._left = _GUESSES

    def closest(self, name: str, cutoff: float = 0.6) -> str | None:
        """Give the known name that a name is closest to; None where none is close, or too much was asked already."""
        if not self._left or len(name) > _LONGEST:
            return None
        import difflib
        from itertools import islice

        self._left -= 1
        return next(iter(difflib.get_close_matches(name, list(islice(self._known, _KNOWN)), n=1, cutoff=cutoff)), None)
