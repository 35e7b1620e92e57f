"""The rule about two components that ask for the same."""

from __future__ import annotations

from mcqa.lint.registry import RULES

__all__ = ["RULES"]
