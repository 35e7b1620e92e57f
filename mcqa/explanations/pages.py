"""Find the page that explains a name. The pages are Markdown files beside this module; nothing else is loaded.

A coefficient has a file of its own, whose first line is `# name`; smaller things share a file, each under `## name`.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent

# the kinds of page in the order of the list, with the title of each
KINDS = {
    "coefficient": "Coefficients",
    "weights": "Agreement weights",
    "metric": "Metrics of alpha",
    "interval": "Intervals",
    "benchmark": "Benchmark scales",
    "status": "Status of an estimate",
    "reason": "Reasons",
    "beside": "Beside the coefficients",
}
GROUPED = {
    "weights": "weights.md",
    "metric": "metrics.md",
    "interval": "intervals.md",
    "benchmark": "benchmarks.md",
    "status": "statuses.md",
    "reason": "reasons.md",
    "beside": "beside.md",
}
# how people put what the command line calls otherwise
_PREFIXES = {"ci": "interval", "metrics": "metric", "weight": "weights", "benchmarks": "benchmark", "reasons": "reason"}

_SECTION = re.compile(r"^## (\S+)\n", re.MULTILINE)
_SENTENCE = re.compile(r".*?[.?](?=\s|$)", re.DOTALL)
_LISTED = re.compile(r"^(Also|Forms): (.*)\.$", re.MULTILINE)


class Page(NamedTuple):
    """One page: its name and kind, other names and forms of a coefficient, and the Markdown under its heading."""

    name: str
    kind: str
    text: str
    also: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """The first sentence, on one line."""
        found = _SENTENCE.match(self.text)
        return " ".join((found.group() if found else self.text).split())


class Found(NamedTuple):
    """A page that a name leads to, with the form of the coefficient if the name says one."""

    page: Page
    form: str | None = None


def pages() -> tuple[Page, ...]:
    """Give every page, by kind; the coefficients by name, the others in the order of their file."""
    found = [_coefficient(path) for path in sorted((FOLDER / "coefficients").glob("*.md"))]
    for kind, file in GROUPED.items():
        _, *parts = _SECTION.split((FOLDER / file).read_text(encoding="utf-8"))
        found += [
            Page(name=name, kind=kind, text=text.strip()) for name, text in zip(parts[::2], parts[1::2], strict=True)
        ]
    return tuple(found)


def _coefficient(path: Path) -> Page:
    heading, _, text = path.read_text(encoding="utf-8").partition("\n")
    listed = {word: tuple(names.split(", ")) for word, names in _LISTED.findall(text)}
    return Page(
        name=heading.removeprefix("# ").strip(),
        kind="coefficient",
        text=text.strip(),
        also=listed.get("Also", ()),
        forms=listed.get("Forms", ()),
    )


def find(name: str) -> tuple[Found, ...]:
    """Give the pages that a name leads to: more than one where a word has several meanings, none where it has none.

    A name may say its kind (`metric:ordinal`, `weights:ordinal`) or the form of a coefficient (`icc:ICC2`). Case does
    not matter, and a hyphen or a space does for an underscore.
    """
    first, _, second = folded(name).partition(":")
    every = pages()
    if second:
        kind = _PREFIXES.get(first, first)
        of_kind = [Found(page) for page in every if (page.kind, folded(page.name)) == (kind, second)]
        return tuple(of_kind) or tuple(
            Found(page, form)
            for page in every
            if first in _names(page)
            for form in page.forms
            if folded(form) == second
        )
    found = [Found(page) for page in every if first in _names(page)]
    # the name of a form alone, where one coefficient only has a form of that name
    forms = [Found(page, form) for page in every for form in page.forms if folded(form) == first]
    return tuple(found) or (tuple(forms) if len(forms) == 1 else ())


def near(name: str, more: tuple[str, ...] = ()) -> str | None:
    """Give the name most like one that has no page; `more` are other names that may be meant."""
    known: dict[str, str] = {folded(each): each for each in more}
    for page in pages():
        known |= {folded(each): each for each in (page.name, *page.also)}
        known |= {folded(f"{page.name}:{form}"): f"{page.name}:{form}" for form in page.forms}
    asked = folded(name)
    # a part of a name, as in "kappa" or "krippendorf", else a name spelt nearly so
    part = next((shown for each, shown in known.items() if len(asked) > _SHORT and asked in each), None)
    close = difflib.get_close_matches(asked, known, n=1)
    return part or (known[close[0]] if close else None)


_SHORT = 2


def _names(page: Page) -> tuple[str, ...]:
    return tuple(folded(each) for each in (page.name, *page.also))


def folded(name: str) -> str:
    """Fold what people may type otherwise: case, hyphens and spaces."""
    return re.sub(r"[\s-]+", "_", name.strip().casefold())
