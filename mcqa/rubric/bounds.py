"""What bounds the work on a file that no person wrote: so many findings of a kind, so many guesses at a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mcqa.findings import Finding

# a rubric that people wrote has a few dozen at most
MOST_OF_A_KIND = 1_000
# a name is guessed at for so many findings, among so many known names, up to so many characters
_GUESSES = 20
_KNOWN = 500
_LONGEST = 80


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
    message = f"there are more findings of this kind from here on; {MOST_OF_A_KIND} of them are told"
    return finding._replace(message=message, hint="mend those first; is this the right file?", value=None)


def is_rest(finding: Finding) -> bool:
    """Whether a finding stands for all that are left out."""
    return finding.message.startswith("there are more findings of this kind")


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
