"""mcqa: rubric scoring and inter-rater reliability, from reviewers' spreadsheets to what to revise.

The public names below are loaded on first use, so that `import mcqa` costs nothing.

    collected = mcqa.read_ratings("samples/round-1")
    scores = mcqa.score(collected.ratings, collected.ratings.rubric)
    agreement = mcqa.analyse(collected.ratings)
    advice = mcqa.recommend(collected.ratings, agreement, mcqa.diagnose(collected.ratings))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mcqa.agreement.analysis import AgreementResult, analyse
    from mcqa.agreement.estimate import Estimate
    from mcqa.diagnostics.diagnose import diagnose
    from mcqa.errors import InputError, McqaError, UsageError
    from mcqa.findings import Finding
    from mcqa.lint.engine import lint_file, load_rubric
    from mcqa.ratings.collect import read_ratings
    from mcqa.ratings.table import Ratings
    from mcqa.recommendations.engine import recommend
    from mcqa.rubric.model import Rubric
    from mcqa.scores.score import score
    from mcqa.simulation.simulate import simulate

__version__ = "0.1.0"

__all__ = [
    "AgreementResult",
    "Estimate",
    "Finding",
    "InputError",
    "McqaError",
    "Ratings",
    "Rubric",
    "UsageError",
    "__version__",
    "analyse",
    "diagnose",
    "lint_file",
    "load_rubric",
    "read_ratings",
    "recommend",
    "score",
    "simulate",
]

_HOMES = {
    "AgreementResult": "agreement.analysis",
    "Estimate": "agreement.estimate",
    "Finding": "findings",
    "InputError": "errors",
    "McqaError": "errors",
    "Ratings": "ratings.table",
    "Rubric": "rubric.model",
    "UsageError": "errors",
    "analyse": "agreement.analysis",
    "diagnose": "diagnostics.diagnose",
    "lint_file": "lint.engine",
    "load_rubric": "lint.engine",
    "read_ratings": "ratings.collect",
    "recommend": "recommendations.engine",
    "score": "scores.score",
    "simulate": "simulation.simulate",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'mcqa' has no attribute '{name}'")
    return getattr(import_module(f"mcqa.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
