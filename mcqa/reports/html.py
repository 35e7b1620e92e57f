"""Pages in one file: no network, no script, readable on paper and by a screen reader."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mcqa import __version__
from mcqa.reports.rubric_page import Page

if TYPE_CHECKING:
    from jinja2 import Environment

# languages that are written from right to left
_LEFTWARD = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def rubric_html(page: Page) -> str:
    """Lay a rubric out as a page for reviewers."""
    tongue = page.language.casefold().partition("-")[0]
    return (
        _environment()
        .get_template("rubric.html")
        .render(
            page=page,
            direction="rtl" if tongue in _LEFTWARD else "ltr",
            # what the program itself says is English, whatever the language of the rubric
            english="" if tongue == "en" else "en",
            version=__version__,
        )
    )


def _environment() -> Environment:
    """Make what fills templates: whatever comes from a file is escaped, and a name that is not there is a defect."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
