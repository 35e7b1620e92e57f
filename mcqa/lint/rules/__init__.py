"""The rules, one module per family; importing this package registers them all."""

from mcqa.lint.registry import RULES
from mcqa.lint.rules import ids, levels, overlay

__all__ = ["RULES", "ids", "levels", "overlay"]
