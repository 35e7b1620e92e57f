"""The rules of structure, one module per family; importing this package registers them. Wording rules stand apart."""

from mcqa.lint.registry import RULES
from mcqa.lint.rules import ids, levels, overlay

STRUCTURE = tuple(RULES)

__all__ = ["STRUCTURE", "ids", "levels", "overlay"]
