"""When a verdict is undecided, and what would settle it: which component, from which dossier, how many more ratings."""

import pytest

from mcqa.scores.result import Verdict
from mcqa.scores.score import score


@pytest.fixture
def settled_by(rubric_of, criterion_of, ratings_of, scale_of):
    """What would settle one component: why it is open, what it needs, from where, and how many ratings."""

    def give(answers, *, visible_in="packet", kind="ordinal", weights=None, **decision):
        rubric = rubric_of(
            [criterion_of("C01.1", scale_of(kind=kind), visible_in=visible_in)], **{"ties": "undecided", **decision}
        )
        unit = score(ratings_of(rubric, {"MC-01": {"C01.1": answers}}), rubric, weights=weights).units[0]
        assert unit.verdict is Verdict.UNDECIDED
        (need,) = unit.settle
        assert need.criterion == "C01.1"
        return need.because, need.needs, need.evidence, need.ratings

    return give


@pytest.mark.parametrize(
    ("answers", "decision", "expected"),
    [
        # nobody: as many as are asked for
        ("", {}, ("no_ratings", "ratings", None, 1)),
        ("- -", {"min_ratings": 3}, ("no_ratings", "ratings", None, 3)),
        # so many short of enough
        ("2", {"min_ratings": 2}, ("too_few_ratings", "ratings", None, 1)),
        ("2 2", {"min_ratings": 5}, ("too_few_ratings", "ratings", None, 3)),
        ("2 1", {"min_ratings": 90}, ("too_few_ratings", "ratings", None, 88)),
        # three could not tell: three have to, so that they are not outnumbered
        ("? ? ?", {}, ("cannot_tell", "evidence", "packet", 3)),
        # two against one: one more
        ("? ? 2", {}, ("cannot_tell", "evidence", "packet", 1)),
        # two against none, but three ratings are asked for
        ("? ?", {"min_ratings": 3}, ("cannot_tell", "evidence", "packet", 3)),
        # a third vote breaks a tie of two, a fourth one of three
        ("1 2", {}, ("tie", "decision", None, 1)),
        ("0 1 2", {}, ("tie", "decision", None, 1)),
        ("0 0 2 2", {"consensus": "median"}, ("tie", "decision", None, 1)),
        # 3/2 is halfway; a third rating of 2 makes it 5/3
        ("1 2", {"consensus": "mean"}, ("tie", "decision", None, 1)),
        # 6/4 is halfway; a fifth of 0 makes it 6/5
        ("0 2 2 2", {"consensus": "mean"}, ("tie", "decision", None, 1)),
        # no further rating makes two who differ agree
        ("1 2 2", {"consensus": "unanimous"}, ("tie", "decision", None, None)),
        # the rule itself has to change
        ("1 1", {"consensus": "median", "kind": "nominal"}, ("not_ordered", "rule", None, None)),
        # whom they wait for is a reviewer with weight
        ("2 2", {"consensus": "weighted", "weights": [0, 0]}, ("no_weight", "ratings", None, 1)),
        # 2 against 2: one more
        ("2 1 1", {"consensus": "weighted", "weights": [2, 1, 1]}, ("tie", "decision", None, 1)),
    ],
)
def test_what_would_settle_an_open_component(answers, decision, expected, settled_by):
    assert settled_by(answers, **decision) == expected


@pytest.mark.parametrize("dossier", ["packet", "issuer_dossier", "operations_data"])
def test_where_nobody_could_tell_it_is_said_what_to_show_them(dossier, settled_by):
    assert settled_by("? ? 2", visible_in=dossier)[1:3] == ("evidence", dossier)


@pytest.fixture
def unit_of(rubric_of, criterion_of, ratings_of):
    def give(*written, **decision):
        own = [panel if isinstance(panel, tuple) else (panel, {}) for panel in written]
        criteria = [criterion_of(f"C01.{index}", **more) for index, (_, more) in enumerate(own, start=1)]
        rubric = rubric_of(criteria, **decision)
        answers = {one.id: text for one, (text, _) in zip(criteria, own, strict=True)}
        return score(ratings_of(rubric, {"MC-01": answers}), rubric).units[0]

    return give


def test_one_component_below_the_cut_decides_whatever_is_open(unit_of):
    found = unit_of("2 2", "0 0", "? ?", "")
    assert (found.verdict, found.blocking, found.undecided) == (Verdict.NOT_MET, ("C01.2",), ("C01.3", "C01.4"))
    assert found.settle == ()


def test_every_open_component_is_named_where_all_must_be_met(unit_of):
    found = unit_of("2 2", "? ? ?", "2", "2 2", min_ratings=2)
    assert found.verdict is Verdict.UNDECIDED
    assert [(one.criterion, one.ratings) for one in found.settle] == [("C01.2", 3), ("C01.3", 1)]


@pytest.mark.parametrize(
    ("panels", "verdict"),
    [
        # of 6 points 85 % are 5.1: 4 certain, 6 possible
        (("2 2", "2 2", "?"), Verdict.UNDECIDED),
        # 3 certain, 5 possible
        (("2 2", "1 1", "?"), Verdict.NOT_MET),
        # of 20 points 17 are asked for: 18 certain
        (("2",) * 9 + ("?",), Verdict.MET),
        # 17 certain
        (("2",) * 8 + ("1", "?"), Verdict.MET),
        # 16 certain, 18 possible
        (("2",) * 8 + ("0", "?"), Verdict.UNDECIDED),
        # 15 certain, 17 possible: exactly enough
        (("2",) * 7 + ("1", "0", "?"), Verdict.UNDECIDED),
        # 14 certain, 16 possible
        (("2",) * 7 + ("0", "0", "?"), Verdict.NOT_MET),
        # an essential one below the cut decides, an essential one open does not
        (("2",) * 9 + (("?", {"essential": True}),), Verdict.UNDECIDED),
        (("2",) * 8 + ("?", ("1", {"essential": True})), Verdict.NOT_MET),
    ],
)
def test_a_verdict_is_undecided_only_where_the_open_components_could_change_it(panels, verdict, unit_of):
    assert unit_of(*panels, rule="compensatory", pass_share=0.85).verdict is verdict


@pytest.mark.parametrize("rule", ["conjunctive", "compensatory"])
@pytest.mark.parametrize("open_one", ["?", "", "0 2"])
def test_undecided_means_that_both_verdicts_can_still_come_out(open_one, rule, unit_of):
    share = 0.85 if rule == "compensatory" else None
    decision = {"rule": rule, "pass_share": share, "ties": "undecided"}
    for others in (["2"] * 5, ["2"] * 4 + ["1"], ["0"] * 5):
        now = unit_of(*others, open_one, **decision).verdict
        then = {unit_of(*others, level, **decision).verdict for level in "012"}
        assert (now is Verdict.UNDECIDED) is (then == {Verdict.MET, Verdict.NOT_MET})
        assert now is Verdict.UNDECIDED or then == {now}
