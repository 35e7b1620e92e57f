"""What a run of the linter looks for: which rules, which not, in which files, and with which words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import NamedTuple

from mcqa.errors import UsageError
from mcqa.lint.prose.language import Additions

EVERY = "ALL"


class Settings(NamedTuple):
    """The choices of one run.

    `select` and `ignore` hold codes, beginnings of codes (L2) or ALL; the longest that fits a code decides, and
    ignoring wins over selecting of the same length. `per_file` gives codes to ignore in files whose path or name fits
    a pattern.
    `only_errors` runs nothing but what makes a rubric unusable.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file: tuple[tuple[str, tuple[str, ...]], ...] = ()
    additions: Additions = ()
    only_errors: bool = False

    def wants(self, code: str) -> bool:
        """Whether findings of a code are asked for at all."""
        chosen, unwanted = _longest(self.select or (EVERY,), code), _longest(self.ignore, code)
        return chosen is not None and (unwanted is None or unwanted < chosen)

    def to_json(self) -> dict[str, object]:
        """Give the choices for the record of a run."""
        return {
            "select": list(self.select),
            "ignore": list(self.ignore),
            "per_file_ignores": {pattern: list(codes) for pattern, codes in self.per_file},
            "words": [f"{where}={term}" for where, term in self.additions],
        }

    def ignored_in(self, file: str) -> tuple[str, ...]:
        """Give the codes, or their beginnings, that are ignored in one file."""
        return tuple(code for pattern, codes in self.per_file if _fits(file, pattern) for code in codes)


EVERYTHING = Settings()
ONLY_ERRORS = Settings(only_errors=True)


def covers(selectors: Iterable[str], code: str) -> bool:
    """Whether one of some codes, beginnings of codes or ALL means a code."""
    return _longest(selectors, code) is not None


def _longest(selectors: Iterable[str], code: str) -> int | None:
    fitting = [0 if each == EVERY else len(each) for each in selectors if each == EVERY or code.startswith(each)]
    return max(fitting, default=None)


def _fits(file: str, pattern: str) -> bool:
    """Whether a file is meant by a pattern: its whole path, the end of it, or its name."""
    import fnmatch

    path = PurePath(file).as_posix()
    return any(fnmatch.fnmatchcase(each, pattern) for each in (path, PurePath(file).name)) or fnmatch.fnmatchcase(
        path, f"*/{pattern}"
    )


def selectors(given: Iterable[str], option: str, known: dict[str, str]) -> tuple[str, ...]:
    """Read what --select, --ignore and their like name: codes, beginnings of codes, names of rules, ALL.

    `known` maps every code to its name; UsageError for what is none of them.
    """
    found = []
    by_name = {name: code for code, name in known.items()}
    for word in (part.strip() for text in given for part in text.split(",")):
        code = by_name.get(word.lower(), word.upper())
        if not word:
            continue
        if code != EVERY and not any(each.startswith(code) for each in known):
            import difflib

            close = difflib.get_close_matches(code, known, n=1) or difflib.get_close_matches(word, by_name, n=1)
            hint = f"did you mean {close[0]}?" if close else "`mcqa explain` lists the codes"
            raise UsageError(f'{option}: there is no rule "{word}"', hint=hint)
        found.append(code)
    return tuple(found)


def additions(given: Iterable[str]) -> Additions:
    """Read what --words adds to the word lists, LIST=TERM, or takes out of them, LIST=-TERM; UsageError for no such."""
    from mcqa.lint.prose.language import list_names

    known = list_names()
    found = []
    for pair in given:
        where, _, term = pair.partition("=")
        name = where.strip()
        if name not in known:
            import difflib

            close = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"lists: {', '.join(sorted(known))}"
            raise UsageError(f'--words: there is no word list "{name}"', hint=hint)
        if not term.strip().removeprefix("-").strip():
            raise UsageError(f"--words: {pair!r} names no term", hint="write LIST=TERM, as in vague-term=impactful")
        found.append((name, term.strip()))
    return tuple(found)
