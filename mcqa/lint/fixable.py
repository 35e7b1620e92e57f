"""The codes of the findings that mending looks at; how it is done stands apart, and a plain run loads nothing of it."""

from __future__ import annotations

FIXABLE = frozenset({"L001", "L003", "L006", "L008", "L009", "L103", "L104", "L106", "L108", "L113"})
