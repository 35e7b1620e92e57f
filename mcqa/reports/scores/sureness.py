"""How sure the verdicts are, for people: consistency beside accuracy, what more reviewers would bring, second looks."""

from __future__ import annotations

from mcqa.reports.document import Block, Column, Listing, Note, Table, counted, percent
from mcqa.reports.scores.words import VERDICTS
from mcqa.scores.chance.whole import ENOUGH, Whole
from mcqa.scores.rules import Verdict
from mcqa.scores.scored import Scores
from mcqa.scores.second_look import LIKELY, second_look

SHOWN_LOOKS = 20
SHOWN_RATERS = (1, 2, 3, 5, 7, 9, 15, 21)
WHY_UNKNOWN = {
    "one_rater": "no component has two ratings, so nothing says how far reviewers differ",
    "no_ratings": "nothing was rated",
}


def sureness_parts(scores: Scores) -> tuple[Table | Note | Block | Listing, ...]:
    """Lay out how sure the verdicts of a set are, and which deserve a second look."""
    chances = scores.chances
    if chances is None:
        return ()
    if chances.whole is None:
        reason = next((reason for reason in chances.reasons if reason), "no_ratings")
        return (Note(text=f"How sure the verdicts are is not known: {WHY_UNKNOWN.get(reason, reason)}."),)
    whole = chances.whole
    return (
        Block(heading="How sure the verdicts are", items=_sentences(whole)),
        _by_raters(whole),
        *_looks(scores),
    )


def _sentences(whole: Whole) -> tuple[str, ...]:
    needed = (
        f"{counted(whole.raters_needed, 'reviewer')} per component would bring the agreement of panels to {ENOUGH:.0%}."
        if whole.raters_needed is not None
        else f"No panel of up to {whole.by_raters[-1].n_raters} reviewers per component agrees with another in "
        f"{ENOUGH:.0%} of the verdicts."
    )
    return (
        (
            f"Two panels drawn from these reviewers would give the same verdict on {whole.consistency:.0%} of the "
            f"micro-credentials, {whole.consistency_by_chance:.0%} without looking at them."
        ),
        (
            f"{whole.accuracy:.0%} of the verdicts are right by the estimate; {whole.false_pass:.0%} pass that should "
            f"not, {whole.false_fail:.0%} fail that should not."
        ),
        (
            f"A reviewer is estimated to report the true level {whole.reviewer_accuracy:.0%} of the time, and to be on "
            f"the true side of the cut {whole.reviewer_accuracy_at_cut:.0%}."
        ),
        needed,
    )


def _by_raters(whole: Whole) -> Table:
    return Table(
        title="What other numbers of reviewers per component would bring",
        columns=(
            Column(title="Reviewers", right=True),
            Column(title="Panels agree", right=True, read=percent),
            Column(title="Verdicts right", right=True, read=percent),
            Column(title="Met", right=True, read=percent),
            Column(title="Undecided", right=True, read=percent),
        ),
        rows=tuple(
            (one.n_raters, one.consistency, one.accuracy, one.share_met, one.share_undecided)
            for one in whole.by_raters
            if one.n_raters in SHOWN_RATERS
        ),
    )


def _looks(scores: Scores) -> tuple[Table, ...]:
    found = second_look(scores)
    if not found:
        return ()
    more = f", the first {SHOWN_LOOKS} of {len(found):,}" if len(found) > SHOWN_LOOKS else ""
    return (
        Table(
            title=f"Near the cut, worth a second look (flip {LIKELY:.0%} or more{more})",
            columns=(
                Column(title="Micro-credential"),
                Column(title="Verdict"),
                Column(title="Flip", right=True, read=percent),
                Column(title="Votes", right=True),
            ),
            rows=tuple(
                (one.unit, VERDICTS[Verdict(one.verdict)], one.flip_probability, one.margin)
                for one in found[:SHOWN_LOOKS]
            ),
        ),
    )
