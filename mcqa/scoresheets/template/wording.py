"""What the workbook says to a reviewer, in plain English."""

from __future__ import annotations

from mcqa.rubric.model import Rubric, Scale
from mcqa.rubric.shown_in import SHOWN_IN

CANNOT_TELL, NOT_APPLICABLE = "Cannot tell", "N/A"
NON_SCORES = {
    "cannot_tell": (CANNOT_TELL, "What you were given does not let you judge. It is not a low rating."),
    "not_applicable": (NOT_APPLICABLE, "The component does not apply to this micro-credential at all."),
}
BLANK = ("(blank)", "Not rated yet.")

STEPS = (
    "Each micro-credential has a sheet of its own. Click its name in the list below, or its tab at the bottom.",
    "Read what a component asks and what each level looks like, and compare that with what you were given to review.",
    "Click the yellow cell under “Rating”, then the arrow beside it, and choose one answer. Answer every row.",
    "Under “Comment” say why, above all where the rating is not the highest. Under “Evidence” say where you saw it.",
    "Rate by yourself: please do not talk about ratings with other reviewers before all workbooks are back.",
    "Only the yellow cells can be changed. Please do not rename sheets, and do not paste whole rows or columns.",
    "Save whenever you like, and go on later. The list below counts what is rated.",
)
QUESTION_STEP = (
    "Three short questions stand at the end of each row: Scope, Clarity and Ease of use. They are about the rubric, "
    "not about the micro-credential."
)
QUESTIONS = (
    ("Scope", "The component asks for one thing, and it belongs in a review of micro-credentials."),
    ("Clarity", "I could tell what the component asks and how its levels differ."),
    ("Ease of use", "It was easy to find what I needed and to choose a level."),
)
AGREEMENT = ("Agree", "Partly agree", "Disagree")

# where else than in the packet a component is judged from
SEEN_IN = {place: f"Judged from {SHOWN_IN[place]}." for place in ("issuer_dossier", "operations_data")}

RATING_ERROR = (
    "Not one of the answers",
    "Click Cancel, then the arrow beside the cell, and choose an answer. Remarks belong under Comment.",
)
QUESTION_ERROR = ("Not one of the answers", "Click Cancel, then the arrow beside the cell, and choose an answer.")

# languages written from right to left
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"})


def is_right_to_left(rubric: Rubric) -> bool:
    """Whether the rubric is written from right to left."""
    return rubric.language.replace("_", "-").partition("-")[0].casefold() in _RIGHT_TO_LEFT


def answers(scale: Scale) -> tuple[tuple[str, str], ...]:
    """Give the answers of a scale with what each means: its levels, and those that are no rating.

    A scale that declares answers which are no rating offers these; one that is silent offers both.
    """
    size = len(scale.levels)
    given: dict[str, str] = {}
    for number, level in enumerate(scale.levels, 1):
        rank = f"Level {number} of {size}"
        if scale.ordered and size > 1:
            rank += ", the lowest" if number == 1 else ", the highest" if number == size else ""
        given.setdefault(level.label, f"{rank}. What it looks like stands in the row of each component.")
    for name, (word, meaning) in NON_SCORES.items():
        if name in (scale.non_scores or NON_SCORES):
            given.setdefault(word, meaning)
    return tuple(given.items())
