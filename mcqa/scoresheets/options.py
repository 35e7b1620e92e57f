"""How the sheets of a run are to be read: what their words mean, and where names come from."""

from __future__ import annotations

from typing import NamedTuple

from mcqa.scoresheets.words.mapping import Mapping


class SheetOptions(NamedTuple):
    """What a caller says about the sheets.

    `rater_from="filename"` names reviewers after their files; `mapping` gives headers and values a meaning; `profiles`
    are names or paths of further form profiles, beside the shipped ones.
    """

    rater_from: str | None = None
    mapping: Mapping = Mapping()
    profiles: tuple[str, ...] = ()
