"""How sure the verdicts are, for people: consistency beside accuracy, what more reviewers would bring, second looks."""

from __future__ import annotations

from mcqa.reports.document import Block, Column, Listing, Note, Table, counted
from mcqa.reports.scores.words import BARELY, VERDICTS, chance
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
        unknown = f"How sure the verdicts are is not known: {WHY_UNKNOWN.get(reason, reason)}."
        return (Note(text=unknown), *_looks(scores))
    whole = chances.whole
    return (
        Block(heading="How sure the verdicts are", items=_sentences(scores, whole)),
        *_by_raters(scores, whole),
        *_looks(scores),
    )


def _sentences(scores: Scores, whole: Whole) -> tuple[str, ...]:
    said = [*_panels(scores, whole), _right(scores, whole)]
    if scores.fixed.any():
        said.append("What people decided is taken as right, and as what any panel would find.")
    said.append(
        f"A reviewer is estimated to report the true level {chance(whole.reviewer_accuracy)} of the time, and to be on "
        f"the true side of the cut {chance(whole.reviewer_accuracy_at_cut)}."
    )
    return (*said, _needed(whole))


def _panels(scores: Scores, whole: Whole) -> tuple[str, ...]:
    """Say how often two panels agree; by luck only where there are several to be lucky with."""
    if len(scores.units) == 1:
        return (f"Two panels drawn from these reviewers would agree with a chance of {chance(whole.consistency)}.",)
    said = f"Two panels drawn from these reviewers would give the same verdict on {chance(whole.consistency)} of the "
    return (f"{said}micro-credentials; if they never looked at them, on {chance(whole.consistency_by_chance)}.",)


def _right(scores: Scores, whole: Whole) -> str:
    """Say how many verdicts are right, and where the others went; an undecided one is neither right nor wrong."""
    if len(scores.units) == 1:
        wrong = chance(whole.false_pass + whole.false_fail)
        return (
            f"By the estimate the verdict is right with a chance of {chance(whole.accuracy)}, and wrong with {wrong}."
        )
    said = (
        f"{chance(whole.accuracy)} of the verdicts are right by the estimate; {chance(whole.false_pass)} pass that "
        f"should not, {chance(whole.false_fail)} fail that should not"
    )
    rest = 1 - whole.accuracy - whole.false_pass - whole.false_fail
    if rest < BARELY:
        return f"{said}."
    return f"{said}, and {chance(rest)} are undecided or cannot be decided from what reviewers saw."


def _needed(whole: Whole) -> str:
    """Say how many reviewers it takes; a number that is enough at once may mean no more than that all fails."""
    if whole.raters_needed is None:
        most = whole.by_raters[-1].n_raters
        return f"No panel of up to {most} reviewers per component agrees with another on {ENOUGH:.0%} of the verdicts."
    number = counted(whole.raters_needed, "reviewer")
    said = f"{number} per component are enough for two panels to agree on {ENOUGH:.0%} of the verdicts"
    if whole.raters_needed == whole.by_raters[0].n_raters:
        said += "; that is agreement, not accuracy: panels that fail everything agree too"
    return f"{said}."


def _by_raters(scores: Scores, whole: Whole) -> tuple[Table | Note, ...]:
    shown = [one for one in whole.by_raters if one.n_raters in SHOWN_RATERS]
    if not shown:
        return ()
    several = len(scores.units) > 1
    table = Table(
        title="What other numbers of reviewers per component would bring",
        columns=(
            Column(title="Reviewers", right=True),
            Column(title="Panels agree", right=True, read=chance),
            Column(title="Verdicts right" if several else "Verdict right", right=True, read=chance),
            Column(title="Met", right=True, read=chance),
            Column(title="Undecided", right=True, read=chance),
        ),
        rows=tuple((one.n_raters, one.consistency, one.accuracy, one.share_met, one.share_undecided) for one in shown),
    )
    least = scores.decision.min_ratings
    few = (
        f"\nFewer than {least} are not shown: the rule asks for {least} ratings of each component." if least > 1 else ""
    )
    return (table, Note(text=f"An undecided verdict does not count as right.{few}"))


def _looks(scores: Scores) -> tuple[Table, ...]:
    found = second_look(scores)
    if not found:
        return ()
    why = f"flip {LIKELY:.0%} or more" if any(one.flip_probability is not None for one in found) else "one vote decides"
    more = f", the first {SHOWN_LOOKS} of {len(found):,}" if len(found) > SHOWN_LOOKS else ""
    return (
        Table(
            title=f"Near the cut, worth a second look ({why}{more})",
            columns=(
                Column(title="Micro-credential"),
                Column(title="Verdict"),
                Column(title="Flip", right=True, read=chance),
                Column(title="Votes", right=True),
            ),
            rows=tuple(
                (one.unit, VERDICTS[Verdict(one.verdict)], one.flip_probability, one.margin)
                for one in found[:SHOWN_LOOKS]
            ),
        ),
    )
