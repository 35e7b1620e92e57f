"""What is written about a kind of finding: the docstring of its rule or its page, taken apart.

A rule has its documentation at its function. Kinds without a function (reading, scoresheets, ratings, diagnosis) have
it in the Markdown files of `findings/`, under `## CODE name`. Both are written alike:

    One sentence that states the fault.

    Further paragraphs, if there is more to know.

    Why: one sentence that a reader believes at once. More, if needed.
    Source: Moskal & Leydens (2000); Popham (1997).
    Bad:
        an example that gives the finding
    Good:
        an example that does not

An example is read by a program and stands below its word, or it is a sentence and stands behind it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent / "findings"
# the letter of a code says the stage, and the stage the file
FILES = {"L": "rubric.md", "S": "scoresheets.md", "R": "ratings.md", "D": "diagnostics.md"}

_PARTS = frozenset({"Why", "Source", "Bad", "Good"})
_SECTION = re.compile(r"^## (.+)\n", re.MULTILINE)
_SENTENCE = re.compile(r".*?[.?!](?= [^a-z]|$)")


class Documentation(NamedTuple):
    """The parts of a documentation; what is not there is empty.

    `bad` and `good` are read by a program as they stand, or they are sentences (`in_words`).
    """

    summary: str
    notes: tuple[str, ...]
    why: str
    sources: tuple[str, ...]
    bad: str
    good: str
    in_words: bool

    @property
    def why_in_one_sentence(self) -> str:
        """The first sentence of the reason."""
        found = _SENTENCE.match(self.why)
        return found.group() if found else self.why


def parse(text: str) -> Documentation:
    """Take a documentation apart."""
    parts: dict[str, list[str]] = {"": []}
    part = ""
    for line in _set_out(text.splitlines()):
        word, colon, rest = line.partition(":")
        if colon and word in _PARTS:
            part = word
            parts[part] = [rest.strip()]
        else:
            parts[part].append(line)
    summary, *notes = _paragraphs(parts[""]) or [""]
    why = _paragraphs(parts.get("Why", []))
    source = " ".join(_paragraphs(parts.get("Source", []))).removesuffix(".")
    bad, good = parts.get("Bad", [""]), parts.get("Good", [""])
    return Documentation(
        summary=summary,
        notes=tuple(notes),
        why=" ".join(why),
        sources=tuple(name.strip() for name in source.split(";") if name.strip()),
        bad=_example(bad),
        good=_example(good),
        in_words=bool(bad[0]),
    )


def _set_out(lines: list[str]) -> list[str]:
    """Take the margin of a docstring away: all lines but the first share it."""
    first, *rest = lines or [""]
    return [first.strip(), *_without_margin(rest)]


def _without_margin(lines: list[str]) -> list[str]:
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    return [line[margin:] if line.strip() else "" for line in lines]


def _paragraphs(lines: list[str]) -> list[str]:
    """Put the lines of each paragraph together."""
    found = [""]
    for line in lines:
        if line.strip():
            found[-1] = f"{found[-1]} {line.strip()}".lstrip()
        elif found[-1]:
            found.append("")
    return [paragraph for paragraph in found if paragraph]


def _example(lines: list[str]) -> str:
    words, *block = lines
    if words:
        return " ".join(_paragraphs(lines))
    return "\n".join(_without_margin(block)).strip("\n")


def documentation_of(code: str) -> Documentation:
    """Give what the page of a kind without a rule says; KeyError where there is none."""
    return parse(_pages(FILES[code[0]])[code])


def documented() -> tuple[str, ...]:
    """Give the code and the name of every kind that has a page, in the order of the files."""
    return tuple(heading for file in FILES.values() for heading in _headings(file))


def reference(source: str) -> str | None:
    """Give the full reference of a source such as `Popham (1997)`; None where it is not in the list."""
    return _literature().get(source)


@cache
def _pages(file: str) -> dict[str, str]:
    return {heading.partition(" ")[0]: text for heading, text in _sections(file)}


def _headings(file: str) -> list[str]:
    return [heading for heading, _ in _sections(file)]


@cache
def _literature() -> dict[str, str]:
    return {heading: " ".join(text.split()) for heading, text in _sections("literature.md")}


def _sections(file: str) -> list[tuple[str, str]]:
    _, *parts = _SECTION.split((FOLDER / file).read_text(encoding="utf-8"))
    return [(heading, text.strip()) for heading, text in zip(parts[::2], parts[1::2], strict=True)]
