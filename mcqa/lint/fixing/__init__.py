"""Mend what is safe to mend in a rubric file, and show it as a difference that other programs can apply."""

from mcqa.lint.fixing.edit import Applied
from mcqa.lint.fixing.patch import diff
from mcqa.lint.fixing.rounds import Fixed, fix

__all__ = ["Applied", "Fixed", "diff", "fix"]
