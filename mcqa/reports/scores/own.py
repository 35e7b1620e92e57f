"""A self-assessment for people and programs: the gap list first, and no claim about how reviewers would judge."""

from __future__ import annotations

from mcqa.ratings.build import Collected
from mcqa.reports.cells import ledger_line
from mcqa.reports.document import Document, Note
from mcqa.reports.scores.tidy import tidy_scores
from mcqa.reports.scores.words import asked_in_words, cautions
from mcqa.reports.self_assessment import self_assessment_parts, self_review_parts
from mcqa.scores.compared.self_assessment import SelfAssessment
from mcqa.scores.compared.self_review import SelfReview
from mcqa.scores.scored import Scores


def own_document(own: Scores, found: SelfAssessment, review: SelfReview | None, collected: Collected) -> Document:
    """Lay out gap lists, and the blind review beside them where there is one."""
    rubric = own.rubric
    said = [f"Rubric {rubric.id} {rubric.version}.", f"Met means: {asked_in_words(rubric, own.decision)}."]
    heading = "\n".join([*said, *cautions(rubric, own.decision)])
    results: dict[str, object] = {**own.to_json(), "self_assessment": found.to_json()}
    if review is not None:
        results["self_review"] = review.to_json()
    return Document(
        title="Self-assessment",
        parts=(
            Note(text=heading),
            *self_assessment_parts(found),
            *(() if review is None else self_review_parts(review, rubric)),
            Note(text=ledger_line(collected)),
        ),
        tidy=lambda: tidy_scores(own),
        results=results,
    )
