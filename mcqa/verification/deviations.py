"""Values of other packages that are known to be wrong, beside ours."""

from __future__ import annotations

from mcqa.verification.calls import Answers, call_of
from mcqa.verification.result import Deviation
from mcqa.verification.shipped import Discrepancy
from mcqa.verification.statistics import of_estimate

ABSOLUTE, RELATIVE = 1e-8, 1e-7
# a degree of freedom that the package makes its interval with, and that no other prints
INTERNAL = {"icc": ("df2",)}


def deviation_of(known: Discrepancy, answers: Answers) -> Deviation:
    """Put our values beside those of a package; held is what is correct where that is known."""
    got = of_estimate(answers.estimate(call_of(known.coefficient, known.options)))
    shown = (name for name in known.theirs if name not in INTERNAL.get(known.coefficient, ()))
    ours = tuple((name, got[name]) for name in shown)
    held = True
    if known.correct is not None:
        value = got["estimate"]
        held = value is not None and abs(value - known.correct) <= ABSOLUTE + RELATIVE * abs(known.correct)
    return Deviation(known=known, ours=ours, held=held)
