"""How sure the verdicts are, for people: consistency beside accuracy, what more reviewers would bring, second looks."""

from __future__ import annotations

from mcqa.reports.document import Block, Listing, Note, Table
from mcqa.scores.scored import Scores


def sureness_parts(scores: Scores) -> tuple[Table | Note | Block | Listing, ...]:
    """Lay out how sure the verdicts of a set are."""
    return ()
