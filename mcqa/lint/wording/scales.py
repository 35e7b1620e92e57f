"""Scales: how many levels reviewers can tell apart."""

from __future__ import annotations

from collections.abc import Iterator

from mcqa.findings import Finding, Kind, Severity
from mcqa.lint.document import Document
from mcqa.lint.registry import rule

# the largest scale for which agreement is published as a target: 60 % exact agreement on six levels
MOST_LEVELS = 6


@rule("L304", "level-count", Severity.WARNING)
def level_count(document: Document, kind: Kind) -> Iterator[Finding]:
    """An ordered scale has more than six levels.

    Three to five are usual, and six the most for which programs publish what agreement to expect: of two reviewers, 85
    in 100 pairs of ratings are to be the same on two levels, 75 on four or five, 60 on six (NAEP).

    Two levels are not flagged. They tell nothing about how far a piece of work is from the cut, but a verdict of met or
    not met needs no more, and reviewers agree on them most. The categories of a nominal scale may be as many as there
    are, and answers that are no score (cannot tell, not applicable) are not counted.

    Why: with each further level the difference between neighbours gets smaller and two reviewers agree less often.
    Source: Jonsson & Svingby (2007); Stevens & Levi (2005).
    Bad:
        scale:
          type: ordinal
          levels:
            - {id: none, label: None, score: 0}
            - {id: not_met, label: Hardly met, score: 1}
            - {id: begun, label: Begun, score: 2}
            - {id: partly_met, label: Partly met, score: 3}
            - {id: half, label: Half met, score: 4}
            - {id: mostly, label: Mostly met, score: 5}
            - {id: met, label: Met, score: 6}
    Good:
        scale:
          type: ordinal
          levels:
            - {id: not_met, label: Not met, score: 0}
            - {id: partly_met, label: Partly met, score: 1}
            - {id: met, label: Met, score: 2}
    """
    for scale in document.scales:
        count = sum(1 for _ in scale.children("levels"))
        if count <= MOST_LEVELS or scale.text("type") == "nominal":
            continue
        subject = None
        if len(scale.path) > 1:
            subject = next(each.text("id") for _, each in document.components if each.path == scale.path[:-1])
        who = f"the scale of {subject}" if subject else "the scale"
        message = f"{who} has {count} levels, more than reviewers can tell apart"
        hint = "join neighbours until each level has a descriptor that no other fits: three to five levels are usual"
        yield kind.at(document.key(*scale.path, "levels"), message, hint=hint, subject=subject, value=str(count))
