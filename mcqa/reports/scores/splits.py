"""Where reviewers split, for people."""

from __future__ import annotations

from mcqa.reports.document import Column, Table, counted
from mcqa.scores.scored import Scores

SHOWN_SPLITS = 100


def splits_table(scores: Scores) -> Table:
    """Lay out the splits, most consequential first."""
    titles = {criterion.id: criterion.title for criterion in scores.rubric.criteria}
    splits = scores.splits
    first = f", the first {SHOWN_SPLITS}" if len(splits) > SHOWN_SPLITS else ""
    star = " (* the verdict hangs on it)" if len(splits) else ""
    return Table(
        title=f"Where reviewers split: {counted(len(splits), 'cell')}{first}{star}",
        columns=(
            Column(title="Micro-credential"),
            Column(title="Component", wide=True),
            Column(title="Votes and why it counts as split", wide=True),
        ),
        rows=tuple(
            (split.unit + (" *" if split.decisive else ""), f"{split.criterion} {titles[split.criterion]}", split.text)
            for split in splits[:SHOWN_SPLITS]
        ),
        empty="Nowhere: no cell has ratings two levels apart, or on both sides of the cut without a majority, and no "
        "verdict hangs on a cell in which reviewers differ.",
    )
