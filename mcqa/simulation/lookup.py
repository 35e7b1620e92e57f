"""Find a named thing, or say what there is and what was probably meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from mcqa.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOWN = 12


def known(name: str, options: Sequence[str], what: str) -> str:
    """Give the name back when it is among the options; UsageError with a did-you-mean otherwise."""
    if name in options:
        return name
    near = get_close_matches(name, options, n=1)
    shown = ", ".join(options[:_SHOWN]) + (", …" if len(options) > _SHOWN else "")
    hint = f'did you mean "{near[0]}"?' if near else f"there are: {shown}"
    raise UsageError(f'there is no {what} "{name}"', hint=hint)
