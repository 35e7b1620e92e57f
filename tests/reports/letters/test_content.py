"""What a letter says: the verdict, what to do about it, and who must act; read as the Markdown that people get."""

import numpy as np
import pytest

from mcqa.reports.letters.written import letters
from mcqa.rubric.model import Decision

MET = {"C01.1": "2 2 2", "C01.2": "2 2 2", "C02.1": "2 2 2", "C03.1": "2 2 2"}


def read(scores, unit="MC-01", **more):
    return letters(scores, **more)[f"{unit}.md"].decode("utf-8")


def test_a_letter_in_full(scores_of):
    answers = {"MC-01": {**MET, "C01.2": "1 1 2", "C02.1": "? ? 2"}}
    text = read(scores_of(answers, comments={("MC-01", "C01.2", 0): "Say who does what."}), titles=["Fractions"])
    assert text == (
        "# Review of MC-01\n\n"
        "**Title:** Fractions\n\n"
        "**Rubric:** Our rubric, version 1.0.0\n\n"
        "This rubric is a reconstruction, not the official text.\n\n"
        "> **Verdict:** This micro-credential has not met the rubric yet. 1 component stands in the way. "
        "What each asks for, and who must act, is said below.\n\n"
        "## What to do\n\n"
        "### S01 Focus\n\n"
        "#### C01.2 Task\n\n"
        "**The component asks:** Task is asked for.\n\n"
        "**Level given:** Partly met. The rubric says of it: Task, partly met.\n\n"
        '> **What "Met" asks for:** Task, met.\n\n'
        "**Who must act:** developer and issuer\n\n"
        "**Ratings:** 2 Partly met, 1 Met\n\n"
        "**What reviewers wrote:**\n\n- Say who does what.\n\n"
        "## What could not be decided\n\n"
        "### C02.1 Double scoring\n\n"
        "**The component asks:** Double scoring is asked for.\n\n"
        "**Why:** Reviewers could not tell from what they were shown.\n\n"
        "> **What would settle it:** Pages of the issuer's operations data that show it. They come from the issuer, "
        "and at least 1 reviewer must rate it with these at hand.\n\n"
        "**Ratings:** 1 Met, 2 cannot tell\n\n"
        "## What is met\n\n"
        "2 of 4 components: all of S03; C01.1.\n\n"
        "## How this was decided\n\n"
        'A micro-credential meets the rubric when every component that applies to it reaches "Met".\n\n'
        "For each component the reviewers are brought to one level first: the level that most of them chose. "
        "Between levels with equal support the lower one counts.\n\n"
        "## Questions\n\n"
        "Ask whoever sent you this letter, and name MC-01 and the component. Reviewers stay unnamed.\n"
    )


def test_what_was_met_needs_nothing_else(scores_of):
    text = read(scores_of({"MC-01": MET}))
    assert "has met the rubric. Congratulations. There is nothing else to do." in text
    assert "4 of 4 components: all of S01, S02 and S03." in text
    assert "What to do" not in text
    assert "could not be decided" not in text


def test_an_open_verdict_says_what_is_needed_and_from_whom(scores_of, rubric_of):
    answers = {"MC-01": {"C01.1": "2 - -", "C01.2": "2 1 -", "C02.1": "? ? ?", "C03.1": "2 2 2"}}
    text = read(scores_of(answers, rubric_of(min_ratings=2, ties="undecided")))
    assert "There is no verdict yet, because 3 components could not be decided." in text
    assert "- more ratings, from those who run the review: for C01.1\n" in text
    assert "- a decision, from those who run the review: for C01.2\n" in text
    assert "- the issuer's operations data, from the issuer: for C02.1\n" in text
    assert "Ratings of at least 1 more reviewer, whom those who run the review ask." in text
    assert "A decision by whoever runs the review, or ratings of at least 1 more reviewer." in text


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("packet", "Pages of the review packet that show it. They come from whoever hands in the packet"),
        ("issuer_dossier", "Pages of the issuer's dossier that show it. They come from the issuer"),
        ("operations_data", "Pages of the issuer's operations data that show it. They come from the issuer"),
    ],
)
def test_each_kind_of_evidence_is_named(scores_of, rubric_of, criteria, place, words):
    rubric = rubric_of((criteria[0]._replace(visible_in=place),))
    assert words in read(scores_of({"MC-01": {"C01.1": "? ? ?"}}, rubric))


def test_votes_are_told_from_three_reviewers_on(scores_of):
    assert "**Ratings:**" not in read(scores_of({"MC-01": {**MET, "C01.1": "1 2"}}))
    assert "**Ratings:** 1 Partly met, 2 cannot tell" in read(scores_of({"MC-01": {**MET, "C01.1": "1 ? ?"}}))


def test_two_reviewers_with_two_ratings_each_are_still_two(scores_of_rows):
    rows = [("MC-01", rater, "C01.1", "1", "") for rater in ("R1", "R2", "R1", "R2")]
    assert "**Ratings:**" not in read(scores_of_rows(rows))


def test_a_broken_tie_is_told_without_votes(scores_of):
    text = read(scores_of({"MC-01": {**MET, "C01.1": "1 2"}}))
    assert "**Tie:** Reviewers were divided between levels; the rule for ties gave this one." in text


def test_a_decided_cell_says_so_with_its_reason_and_without_names(scores_of):
    decided = np.full((1, 4), -1, dtype=np.int32)
    decided[0, 0] = 1
    scores = scores_of({"MC-01": {**MET, "C01.1": "0 1 2"}}, decided=decided)
    reasons = {("MC-01", "C01.1"): "R2 and Dana Cho read it as two skills"}
    text = read(scores, reasons=reasons, names=["Dana Cho"])
    assert (
        "**Adjudicated:** This level was decided by hand, after the reviewers had rated. "
        "Reason: \\[reviewer] and \\[reviewer] read it as two skills"
    ) in text
    assert "**Tie:**" not in text
    assert "decided by hand, after the reviewers had rated.\n" in read(scores)


def test_an_overlay_shows_both_verdicts(scores_of, rubric_of):
    rubric = rubric_of(extends="base-rubric", base=Decision(rule="conjunctive", cut="met", ties="lower"))
    text = read(scores_of({"MC-01": {**MET, "C03.1": "0 0 0"}}, rubric))
    assert "**Two verdicts:** By base-rubric alone: met. With what our-rubric adds: not met." in text
    assert "our-state adds this component to base-rubric." in text


def test_a_component_that_does_not_apply_is_named(scores_of):
    assert "C03.1 did not apply." in read(scores_of({"MC-01": {**MET, "C03.1": "n n n"}}))


@pytest.mark.parametrize(("status", "said"), [("reconstruction", 1), ("draft", 1), ("official", 0), ("local", 0)])
def test_a_rubric_that_is_not_official_says_so(scores_of, rubric_of, status, said):
    assert read(scores_of({"MC-01": MET}, rubric_of(status=status))).count("not the official text") == said


def test_points_and_what_is_below_without_standing_in_the_way(scores_of, rubric_of, criteria):
    rubric = rubric_of((criteria[0]._replace(essential=True), *criteria[1:]), rule="compensatory", pass_share=0.85)
    # 2 + 2 + 2 + 1 of 8 points: 87.5 %
    text = read(scores_of({"MC-01": {**MET, "C03.1": "1 1 1"}}, rubric))
    assert "**Points:** 87.5 % of the points; 85 % are asked for." in text
    assert "## Not met, and not in the way" in text
    assert "every essential component reaches" in text
    # 2 + 2 + 1 + 1 of 8: 75 %
    short = read(scores_of({"MC-01": {**MET, "C02.1": "1 1 1", "C03.1": "1 1 1"}}, rubric))
    assert "2 components stand in the way" in short
    assert "**Points:** 75 % of the points; 85 % are asked for." in short


def test_points_are_never_rounded_up_to_the_bar():
    from mcqa.reports.letters.words import share

    assert share(0.8499) == "84.9 %"
    assert share(0.85) == "85 %"
    # 0.29 * 1000 is 289.99999999999994 in binary
    assert share(0.29) == "29 %"


@pytest.mark.parametrize(
    "consensus", ["majority", "median", "mean", "unanimous", "most_lenient", "strictest", "weighted"]
)
def test_every_way_to_bring_reviewers_together_has_words(scores_of, rubric_of, consensus):
    text = read(scores_of({"MC-01": MET}, rubric_of(consensus=consensus, ties="undecided")))
    assert "brought to one level first: the " in text
    assert "Where levels have equal support, the component stays undecided." in text


def test_comments_on_what_is_met_stay_with_those_who_run_the_review(scores_of):
    assert "fine" not in read(scores_of({"MC-01": MET}, comments={("MC-01", "C01.1", 0): "fine"}))


def test_the_contact_is_named(scores_of):
    assert "Ask reviews@example.org, and name MC-01" in read(scores_of({"MC-01": MET}), contact="reviews@example.org")


def test_a_rubric_without_roles_and_descriptors_leaves_nothing_empty(scores_of, rubric_of, criteria):
    bare = criteria[0]._replace(roles=(), descriptors={}, text="")
    text = read(scores_of({"MC-01": {"C01.1": "0 0 0"}}, rubric_of((bare,))))
    assert "**Who must act:** the rubric names no role; ask who it is" in text
    assert '**What "Met" asks for:** the rubric does not describe it' in text
    assert "**Level given:** Not met\n" in text


def test_where_nothing_applies_there_are_no_points_to_tell_of(scores_of, rubric_of):
    rubric = rubric_of(rule="compensatory", pass_share=0.85)
    text = read(scores_of({"MC-01": dict.fromkeys(MET, "n n n")}, rubric=rubric))
    assert "There is no verdict: no component applies to this micro-credential." in text
    assert "of the points;" not in text
