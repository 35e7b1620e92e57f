"""What a coordinator says about words that mcqa does not know: headers and values, kept in a file of their own."""

from __future__ import annotations

from typing import NamedTuple


class Mapping(NamedTuple):
    """Meanings given by hand: header -> field, component or `ignore`; value -> level, or one of the non-scores."""

    headers: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, str], ...] = ()

    def with_more(self, other: Mapping) -> Mapping:
        """Add the meanings of another mapping; they win where both speak of the same words."""
        return Mapping(
            headers=tuple({**dict(self.headers), **dict(other.headers)}.items()),
            values=tuple({**dict(self.values), **dict(other.values)}.items()),
        )
