"""Texts of people, compared and quoted: what two spellings of a name may differ in, and how much of a text is shown."""

from __future__ import annotations

import unicodedata

from mcqa.scoresheets.grid import ZERO_WIDTH

# so much of a text is quoted in a message, and so much is kept as the value of a finding
QUOTED, KEPT = 60, 200
# the soft hyphen and marks of direction do not show either
_UNSEEN = dict.fromkeys(map(ord, f"{ZERO_WIDTH}\u00ad\u200e\u200f"))
# hyphens, dashes and the minus sign, as word processors put them for the key on the keyboard
_HYPHENS = dict.fromkeys((*range(0x2010, 0x2016), 0x2043, 0x2212, 0xFE58), "-")


def spelled(name: str) -> str:
    """Fold what two spellings of one name may differ in: case, space, width, dashes and what does not show."""
    if not name.isascii():
        name = unicodedata.normalize("NFKC", name.translate(_UNSEEN)).translate(_HYPHENS)
    return " ".join(name.casefold().split())


def short(text: str, longest: int = QUOTED) -> str:
    """Cut a text that is longer than anybody reads: a cell may hold a million letters."""
    return text if len(text) <= longest else text[: longest - 3] + "..."
