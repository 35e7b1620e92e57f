"""`mcqa score`: consensus per component, standard and micro-credential, verdicts, and splits to settle."""

from __future__ import annotations

import typer

from mcqa.cli.deciding import Deciding
from mcqa.cli.options import Common, Sheets
from mcqa.cli.reading import Reading
from mcqa.cli.run import command, finish

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(app, "score")
def score(sheets: Sheets, *, reading: Reading, deciding: Deciding, common: Common) -> None:
    """Tell which micro-credentials met the rubric, what stands in the way of the others, and where reviewers split.

    Reviewers are brought to a consensus component by component first; the rule of the rubric then gives the verdict.

    Example: mcqa score samples/round-1
    """
    from mcqa.cli.inputs import usable
    from mcqa.reports.scores.document import score_document
    from mcqa.scores.policy import core_decision_for, decision_for
    from mcqa.scores.score import score as score_ratings

    inputs = usable(sheets, common, reading)
    rubric, ratings = inputs.sound_rubric, inputs.collected.ratings
    scores = score_ratings(
        ratings,
        rubric,
        decision=decision_for(rubric, deciding.asked),
        core=core_decision_for(rubric, deciding.asked),
    )
    run = inputs.run_info("score", common, **reading.to_json(), **deciding.to_json())
    finish(common, run, score_document(scores, inputs.collected), inputs.collected.findings)
