"""Two versions of a rubric: which change is found, what it does to ratings, and what it leaves alone."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqa.lint.engine import load_rubric, load_rubric_bytes
from mcqa.rubric.difference import Comparable, Effect, compare, compare_rubrics
from mcqa.rubric.difference.pairing import ALIKE, out_of_order
from mcqa.rubric.difference.wording import likeness, pieces, rewording_effect, words
from mcqa.rubric.model import Anchor

BASE = """\
format: mcqa-rubric/1
id: base
version: "1.0.0"
title: Base
status: local
language: en
source: Written for the tests.
roles: [developer, assessor]
glossary:
  link: An address that opens.
scale:
  type: ordinal
  levels:
    - {id: not_met, label: Not met, score: 0}
    - {id: partly_met, label: Partly met, score: 1}
    - {id: met, label: Met, score: 2}
  non_scores: [cannot_tell]
decision: {rule: conjunctive, cut: met, consensus: majority, ties: lower, min_ratings: 2}
standards:
  - id: S01
    title: Sources
    components:
      - id: C01.1
        title: Linked sources
        text: Every source that the packet cites has a link to its publisher.
        roles: [developer]
        basis: [brief]
        levels:
          not_met: No source that the packet cites has a link to its publisher.
          partly_met: At least one source has a link to its publisher, and at least one has none.
          met: Every source that the packet cites has a link to its publisher.
        anchors:
          - {level: met, text: Five sources and five links.}
      - id: C01.2
        title: Recent articles
        text: The packet names two articles of the last ten years.
        levels:
          not_met: The packet names no article, or each is older than ten years.
          partly_met: The packet names one article of the last ten years.
          met: The packet names two articles of the last ten years or more of them.
  - id: S02
    title: Tasks
    components:
      - id: C02.1
        title: A task at work
        text: The earner does the task in a classroom with pupils of their own.
        levels:
          not_met: The task asks for reading, a quiz or a written plan alone.
          partly_met: The task asks for a lesson with grown-up volunteers.
          met: The task asks for a lesson in a classroom with pupils of the earner.
"""


def load(text):
    return load_rubric_bytes(text.encode(), file="r.yaml", folder=Path())


@pytest.fixture(scope="module")
def base():
    return load(BASE)


def changed(*pairs):
    text = BASE
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    return load(text)


def short(found):
    return [(each.kind.value, each.part, each.subject, each.effect.value) for each in found]


def verdicts(difference):
    return {each.component: each.comparable.value for each in difference.components}


def test_a_rubric_does_not_differ_from_itself(shipped_rubric):
    found = compare(shipped_rubric, shipped_rubric)
    assert found.changes == ()
    assert {each.comparable for each in found.components} == {Comparable.YES}
    assert found.version.enough


WITH = "basis: [brief]\n        {}"
ONE = [
    ('version: "1.0.0"', 'version: "1.0.1"', ("changed", "version", "base", "editorial")),
    ("title: Base", "title: The base", ("changed", "title", "base", "editorial")),
    ("status: local", "status: official", ("changed", "status", "base", "editorial")),
    ("for the tests", "for tests", ("changed", "source", "base", "editorial")),
    ("language: en", "language: en-US", ("changed", "language", "base", "editorial")),
    ("language: en", "language: es", ("changed", "language", "base", "breaks")),
    ("id: base", "id: ours", ("changed", "id", "ours", "changes")),
    ("[developer, assessor]", "[developer, assessor, earner]", ("added", "role", "earner", "editorial")),
    ("An address that opens", "An address", ("reworded", "term", "link", "changes")),
    ("An address that", "an address, that", ("reworded", "term", "link", "editorial")),
    ("glossary:\n", "glossary:\n  quiz: A test.\n", ("added", "term", "quiz", "changes")),
    ("type: ordinal", "type: interval", ("changed", "scale_type", "scale", "changes")),
    ("label: Partly met", "label: Developing", ("reworded", "label", "partly_met", "changes")),
    ("label: Partly met", "label: Partly Met", ("reworded", "label", "partly_met", "editorial")),
    ("score: 2", "score: 3", ("changed", "score", "met", "breaks")),
    ("[cannot_tell]", "[cannot_tell, not_applicable]", ("added", "non_score", "not_applicable", "changes")),
    ("[cannot_tell]", "[]", ("removed", "non_score", "cannot_tell", "changes")),
    ("cut: met", "cut: partly_met", ("changed", "decision.cut", "base", "changes")),
    ("consensus: majority", "consensus: median", ("changed", "decision.consensus", "base", "changes")),
    ("ties: lower", "ties: higher", ("changed", "decision.ties", "base", "changes")),
    ("min_ratings: 2", "min_ratings: 3", ("changed", "decision.min_ratings", "base", "changes")),
    ("title: Tasks", "title: Work", ("reworded", "title", "S02", "changes")),
    ("title: Tasks", "title: Tasks\n    description: What is done.", ("reworded", "description", "S02", "changes")),
    ("title: A task at work", "title: Work", ("reworded", "title", "C02.1", "changes")),
    ("pupils of their own", "adults of their own", ("reworded", "text", "C02.1", "breaks")),
    ("pupils of their own.", "pupils, of their own", ("reworded", "text", "C02.1", "editorial")),
    ("grown-up volunteers", "grown up Volunteers", ("reworded", "descriptor", "partly_met", "editorial")),
    ("grown-up volunteers", "two volunteers", ("reworded", "descriptor", "partly_met", "breaks")),
    ("basis: [brief]", "basis: []", ("removed", "basis", "C01.1", "editorial")),
    ("roles: [developer]", "roles: [developer, assessor]", ("added", "role", "C01.1", "changes")),
    ("basis: [brief]", WITH.format("visible_in: issuer_dossier"), ("changed", "visible_in", "C01.1", "changes")),
    ("basis: [brief]", WITH.format("weight: 2"), ("changed", "weight", "C01.1", "changes")),
    ("basis: [brief]", WITH.format("essential: true"), ("changed", "essential", "C01.1", "changes")),
    ("Five sources and five links.", "Five sources and six links.", ("reworded", "anchor", "met", "changes")),
    ("Five sources and five links.", "Five Sources and five links", ("reworded", "anchor", "met", "editorial")),
    ("{level: met, text: Five", "{level: partly_met, text: Five", ("moved", "anchor", "partly_met", "breaks")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "expected"), ONE, ids=lambda value: value if isinstance(value, str) else ""
)
def test_one_change_is_found_as_itself_and_nothing_else(before, after, expected, base):
    assert short(compare_rubrics(base, changed((before, after)))) == [expected]


TOUCHED = [
    (("pupils of their own", "adults of their own"), {"C02.1": "no"}),
    (("pupils of their own.", "pupils of their own"), {}),
    (("basis: [brief]", WITH.format("weight: 2")), {}),
    (("cut: met", "cut: partly_met"), {}),
    (("An address that opens", "An address"), {"C01.1": "with_care"}),
    (("Five sources and five links.", "Six sources and six links."), {"C01.1": "with_care"}),
    (("{level: met, text: Five", "{level: partly_met, text: Five"), {"C01.1": "no"}),
    (("language: en", "language: es"), dict.fromkeys(("C01.1", "C01.2", "C02.1"), "no")),
    (("label: Met", "label: Fully met"), dict.fromkeys(("C01.1", "C01.2", "C02.1"), "with_care")),
    (("[cannot_tell]", "[]"), dict.fromkeys(("C01.1", "C01.2", "C02.1"), "with_care")),
    (("type: ordinal", "type: interval"), {}),
]


@pytest.mark.parametrize(
    ("pair", "expected"), TOUCHED, ids=lambda value: value[1][:30] if isinstance(value, tuple) else ""
)
def test_only_the_components_that_a_change_bears_on_lose_their_comparison(pair, expected, base):
    assert verdicts(compare(base, changed(pair))) == dict.fromkeys(("C01.1", "C01.2", "C02.1"), "yes") | expected


def without(standard, component):
    """The base without one component."""
    rubric = load(BASE)
    standards = []
    for each in rubric.standards:
        kept = tuple(one for one in each.criteria if (each.id, one.id) != (standard, component))
        standards.append(each._replace(criteria=kept))
    return replace(rubric, standards=tuple(standards))


def test_a_component_removed_breaks_and_the_others_still_compare(base):
    less = without("S01", "C01.2")
    assert short(compare_rubrics(base, less)) == [("removed", "component", "C01.2", "breaks")]
    assert verdicts(compare(base, less)) == {"C01.1": "yes", "C02.1": "yes", "C01.2": "no"}
    assert short(compare_rubrics(less, base)) == [("added", "component", "C01.2", "breaks")]
    assert verdicts(compare(less, base)) == {"C01.1": "yes", "C02.1": "yes", "C01.2": "no"}


def test_a_standard_removed_goes_with_its_components(base):
    less = replace(base, standards=base.standards[:1])
    assert short(compare_rubrics(base, less)) == [
        ("removed", "standard", "S02", "changes"),
        ("removed", "component", "C02.1", "breaks"),
    ]


def test_the_same_words_under_another_id_are_a_renamed_component(base):
    found = compare(base, changed(("id: C01.2", "id: C01.9")))
    assert short(found.changes) == [("renamed", "component", "C01.9", "changes")]
    assert (found.changes[0].before, found.changes[0].after) == ("C01.2", "C01.9")
    assert verdicts(found)["C01.9"] == "with_care"
    assert [(each.before, each.after) for each in found.components if each.component == "C01.9"] == [("C01.2", "C01.9")]


def test_a_component_put_in_before_others_does_not_make_them_reworded(base):
    first, second = base.standards[0].criteria
    newcomer = base.standards[1].criteria[0]._replace(id="C01.1", standard="S01", title="Newcomer", text="Other words.")
    newcomer = newcomer._replace(
        descriptors=dict.fromkeys(newcomer.descriptors, "Nothing like the others at all here.")
    )
    shifted = (newcomer, first._replace(id="C01.2"), second._replace(id="C01.3"))
    new = replace(base, standards=(base.standards[0]._replace(criteria=shifted), base.standards[1]))
    assert short(compare_rubrics(base, new)) == [
        ("added", "component", "C01.1", "breaks"),
        ("renamed", "component", "C01.2", "changes"),
        ("renamed", "component", "C01.3", "changes"),
    ]
    assert verdicts(compare(base, new)) == {"C01.1": "no", "C01.2": "with_care", "C01.3": "with_care", "C02.1": "yes"}


def test_other_words_under_the_same_id_are_a_reworded_component(base):
    levels = dict.fromkeys(base.scale.level_ids, "Some hours are given.")
    other = base.criteria[2]._replace(title="Hours", text="How long it takes.", descriptors=levels)
    new = replace(base, standards=(base.standards[0], base.standards[1]._replace(criteria=(other,))))
    assert {change.kind.value for change in compare_rubrics(base, new)} == {"reworded"}
    assert verdicts(compare(base, new))["C02.1"] == "no"


def test_a_component_in_another_standard_or_place_is_moved_and_its_ratings_compare(base):
    first, second = base.standards[0].criteria
    over = (
        base.standards[0]._replace(criteria=(first,)),
        base.standards[1]._replace(criteria=(*base.standards[1].criteria, second._replace(standard="S02"))),
    )
    found = compare(base, replace(base, standards=over))
    assert short(found.changes) == [("moved", "component", "C01.2", "changes")]
    assert (found.changes[0].before, found.changes[0].after) == ("S01", "S02")
    assert set(verdicts(found).values()) == {"yes"}
    turned = (base.standards[0]._replace(criteria=(second, first)), base.standards[1])
    assert [change.effect for change in compare_rubrics(base, replace(base, standards=turned))] == [Effect.EDITORIAL]
    (change,) = compare_rubrics(base, replace(base, standards=base.standards[::-1]))
    assert (change.kind.value, change.part, change.effect) == ("moved", "standard", Effect.EDITORIAL)


def test_a_standard_with_another_id_is_renamed_where_its_components_stand_under_it(base):
    standard = base.standards[1]
    moved = standard._replace(id="S03", criteria=tuple(each._replace(standard="S03") for each in standard.criteria))
    found = compare_rubrics(base, replace(base, standards=(base.standards[0], moved)))
    assert short(found) == [("renamed", "standard", "S03", "changes")]


def test_levels_added_removed_renamed_and_turned_around(base):
    low, middle, high = base.scale.levels

    def on(scale, one):
        words_of = {level: one.descriptors.get(level, one.descriptors["met"]) for level in scale.level_ids}
        ids = scale.level_ids
        anchors = tuple(each._replace(level=each.level if each.level in ids else ids[-1]) for each in one.anchors)
        return one._replace(scale=scale, descriptors=words_of, anchors=anchors)

    def rescaled(*levels):
        scale = base.scale._replace(levels=levels)
        standards = [each._replace(criteria=tuple(on(scale, one) for one in each.criteria)) for each in base.standards]
        return replace(base, scale=scale, standards=tuple(standards))

    assert ("removed", "level", "partly_met", "breaks") in short(compare_rubrics(base, rescaled(low, high)))
    assert ("added", "level", "partly_met", "breaks") in short(compare_rubrics(rescaled(low, high), base))
    assert short(compare_rubrics(base, rescaled(low, high, middle))) == [("moved", "level", "scale", "breaks")]
    assert set(verdicts(compare(base, rescaled(low, high, middle))).values()) == {"no"}
    renamed = compare(base, rescaled(low, middle, high._replace(id="fully")))
    assert short(renamed.changes) == [("renamed", "level", "fully", "changes")]
    assert set(verdicts(renamed).values()) == {"with_care"}
    cut = replace(rescaled(low, middle, high._replace(id="fully")), decision=base.decision._replace(cut="fully"))
    assert ("changed", "decision.cut", "base", "editorial") in short(compare_rubrics(base, cut))
    swapped = compare_rubrics(base, rescaled(low._replace(label="Met"), middle, high._replace(label="Not met")))
    assert [change.effect for change in swapped] == [Effect.BREAKS, Effect.BREAKS]


def test_a_scale_of_its_own_touches_its_component_only(base):
    own = "basis: [brief]\n        scale:\n          type: ordinal\n          levels:\n"
    for level, score in (("not_met", 0), ("partly_met", 1), ("met", 4)):
        own += f"            - {{id: {level}, label: {level.replace('_', ' ').capitalize()}, score: {score}}}\n"
    found = compare(base, changed(("basis: [brief]\n", own)))
    assert short(found.changes) == [
        ("changed", "score", "met", "breaks"),
        ("removed", "non_score", "cannot_tell", "changes"),
    ]
    assert {change.component for change in found.changes} == {"C01.1"}
    assert verdicts(found) == {"C01.1": "no", "C01.2": "yes", "C02.1": "yes"}


SAME = [
    ("Two sources.", "two sources"),
    ("The packet names “one” skill", 'The packet names "one" skill'),
    ("a skill - a bounded one", "a skill \u2014 a bounded one"),
    ("co-operate", "cooperate"),
    ("self-made", "self made"),
    ("behaviour, colour and programme", "behavior, color and program"),
    ("organised", "organized"),
    ("a thermometer", "a thermometre"),
    ("the theatre is centred", "the theater is centered"),
    ("analogue dialogues, catalogued", "analog dialogs, cataloged"),
    ("travelled, cancelling, counsellors", "traveled, canceling, counselors"),
    ("recognisable analyses", "recognizable analyzes"),
    ("unfavourable, discoloured, odours", "unfavorable, discolored, odors"),
    ("paediatric anaemia", "pediatric anemia"),
    ("judgemental", "judgmental"),
    ("naïve", "naive"),
    ("85 %", "85%"),
    ("85 percent", "85 %"),
    ("two sources", "2 sources"),
    ("1,000 words", "1000 words"),
    ("cannot be seen", "can't be seen"),
    ("isn't met", "is not met"),
    ("a\nb", "a b"),
    ("caf\u00e9", "cafe\u0301"),
]
OTHER = [
    ("is met", "is not met"),
    ("at least two sources", "at least three sources"),
    ("1.5 hours", "15 hours"),
    ("2-3 tasks", "23 tasks"),
    ("-5 points", "5 points"),
    ("5 %", "5"),
    ("\u2265 3", "\u2264 3"),
    ("not able", "notable"),
    ("most tasks", "some tasks"),
    ("form", "from"),
    ("the earner and the issuer", "the earner or the issuer"),
    ("four tasks", "for tasks"),
    ("scoured", "scored"),
    ("pouring", "poring"),
    ("filling", "filing"),
    ("refilled", "refiled"),
    ("timbre", "timber"),
    ("contours", "contors"),
    ("a string", "a stering"),
    ("maestro", "mestro"),
    ("whole", "whol"),
    ("\u0915\u093e", "\u0915\u0940"),
]


@pytest.mark.parametrize(("before", "after"), SAME)
def test_what_is_written_in_another_way_is_editorial(before, after):
    assert rewording_effect(before, after, "en") is Effect.EDITORIAL
    assert rewording_effect(after, before, "en-US") is Effect.EDITORIAL


@pytest.mark.parametrize(("before", "after"), OTHER)
def test_another_word_number_or_negation_breaks(before, after):
    assert rewording_effect(before, after, "en") is Effect.BREAKS
    assert rewording_effect(after, before, "hi") is Effect.BREAKS


def test_english_spelling_is_no_matter_of_other_languages():
    assert rewording_effect("programme", "program", "fr") is Effect.BREAKS


SOME = ("the", "packet", "names", "two", "sources,", "not", "one;", "every", "link", "opens.")
TEXTS = st.lists(st.sampled_from(SOME), max_size=12).map(" ".join)


@given(TEXTS)
def test_case_and_punctuation_never_break(text):
    for written in (text.upper(), text + ".", text.replace(" ", "  "), text.replace(",", "")):
        assert rewording_effect(text, written, "en") in {None, Effect.EDITORIAL}


@given(TEXTS, TEXTS)
def test_pieces_hold_both_texts_and_nothing_else(before, after):
    found = pieces(before, after)
    assert "".join(each.text for each in found if each.op != "added").split() == before.split()
    assert "".join(each.text for each in found if each.op != "removed").split() == after.split()
    assert likeness(words(before, "en"), words(before, "en"), ALIKE) == 1


@given(TEXTS, TEXTS)
def test_an_effect_does_not_depend_on_the_direction(before, after):
    assert rewording_effect(before, after, "en") is rewording_effect(after, before, "en")


@given(st.permutations(list("abcdef")))
def test_what_moved_put_back_gives_the_old_order(order):
    moved = out_of_order("abcdef", order)
    stayed = [each for each in order if each not in moved]
    assert stayed == sorted(stayed)
    assert (moved == ()) == (order == sorted(order))


@given(st.text(max_size=60), st.sampled_from(["text", "title", "anchor"]))
def test_any_text_can_be_compared(text, part):
    rubric = load(BASE)
    one = rubric.criteria[0]
    given_words = {"anchors": (Anchor("met", text),)} if part == "anchor" else {part: text}
    standard = rubric.standards[0]._replace(criteria=(one._replace(**given_words), *rubric.standards[0].criteria[1:]))
    new = replace(rubric, standards=(standard, rubric.standards[1]))
    assert len(compare_rubrics(rubric, new)) in {0, 1, 2}
    kinds = {"added": "removed", "removed": "added"}
    there = sorted(kinds.get(each.kind, each.kind) for each in compare_rubrics(rubric, new))
    assert there == sorted(each.kind.value for each in compare_rubrics(new, rubric))


STEPS = [
    ("1.0.1", True, False),
    ("1.0.0", True, False),
    ("1.1.0", True, False),
    ("2.0.0", True, True),
    ("1.0.0", False, False),
    ("1.0.1", False, True),
    ("0.9.0", True, False),
    ("1.1.0-rc.1", True, False),
    ("2.0.0-rc.1", True, True),
    ("1.0.0-rc.1", False, False),
]


@pytest.mark.parametrize(("version", "breaking", "enough"), STEPS)
def test_the_version_must_say_that_ratings_do_not_compare(version, breaking, enough, base):
    text = ("pupils of their own.", "adults of their own." if breaking else "pupils of their own")
    step = compare(base, changed(text, ('version: "1.0.0"', f'version: "{version}"'))).version
    assert step.enough is enough
    assert bool(step.note) is not enough


CUT = "cut: partly_met"
WEIGHED = [
    ((CUT, "cut: met"), "1.0.1", "raise it to 1.1.0"),
    ((CUT, "cut: met"), "1.1.0", ""),
    ((CUT, "cut: not_met"), "1.1.0", "raise it to 2.0.0"),
    ((CUT, "cut: not_met"), "2.0.0", ""),
    (("rule: conjunctive", "rule: compensatory, pass_share: 0.9"), "1.1.0", "raise it to 2.0.0"),
    (("consensus: majority", "consensus: median"), "1.1.0", "raise it to 2.0.0"),
    (("ties: lower", "ties: higher"), "1.1.0", "raise it to 2.0.0"),
    (("ties: lower", "ties: undecided"), "1.1.0", ""),
    (("min_ratings: 2", "min_ratings: 1"), "1.1.0", "raise it to 2.0.0"),
    (("min_ratings: 2", "min_ratings: 3"), "1.1.0", ""),
    (("basis: [brief]", WITH.format("essential: true")), "1.0.1", "raise it to 1.1.0"),
    (("id: C01.2", "id: C01.9"), "1.0.1", "raise it to 1.1.0"),
    (("id: C01.2", "id: C01.9"), "1.1.0", ""),
    (("basis: [brief]", "basis: []"), "1.0.1", ""),
    (("basis: [brief]", "basis: []"), "1.0.0", "raise the newer one to 1.0.1"),
]


@pytest.mark.parametrize(("pair", "version", "said"), WEIGHED, ids=str)
def test_what_makes_other_verdicts_asks_for_a_version_that_says_so(pair, version, said, base):
    old = replace(base, decision=base.decision._replace(cut="partly_met"))
    text = BASE.replace("cut: met", CUT).replace('version: "1.0.0"', f'version: "{version}"')
    assert pair[0] in text
    note = compare(old, load(text.replace(*pair))).version.note
    assert note.endswith(said)
    assert bool(note) == bool(said)


EARLY = [("0.1.0", "0.1.1", False), ("0.1.0", "0.2.0", True), ("1.0.0-rc.1", "1.0.0-rc.2", True)]


@pytest.mark.parametrize(("before", "after", "enough"), EARLY)
def test_before_1_0_0_and_before_a_release_smaller_steps_are_enough(before, after, enough, base):
    new = changed(("pupils of their own", "adults of their own"))
    assert compare(replace(base, version=before), replace(new, version=after)).version.enough is enough


def test_what_points_are_made_of_changes_verdicts_where_points_decide(base):
    def weighed(rule, version):
        heavy = base.criteria[0]._replace(weight=2)
        standard = base.standards[0]._replace(criteria=(heavy, *base.standards[0].criteria[1:]))
        decision = base.decision._replace(rule=rule)
        old = replace(base, decision=decision)
        new = replace(old, version=version, standards=(standard, base.standards[1]))
        return compare(old, new).version.enough

    assert weighed("conjunctive", "1.1.0")
    assert not weighed("compensatory", "1.1.0")


def test_a_component_whose_changes_break_is_one_that_cannot_be_compared(base):
    for before, after, _ in ONE:
        found = compare(base, changed((before, after)))
        broken = {name for change in found.changes if change.breaking for name in change.touches}
        assert {each.component for each in found.components if each.comparable is Comparable.NO} == broken


def test_a_demand_that_goes_from_an_overlay_into_its_base_is_editorial(base):
    first, *others = base.standards
    added = tuple(each._replace(added_by="state") for each in first.criteria)
    old = replace(base, extends="national", standards=(first._replace(criteria=added), *others))
    assert short(compare_rubrics(old, replace(base, extends="national"))) == [
        ("changed", "added_by", "C01.1", "editorial"),
        ("changed", "added_by", "C01.2", "editorial"),
    ]
    assert short(compare_rubrics(old, base)) == [("changed", "extends", "base", "editorial")]


def test_many_renumbered_and_edited_components_are_still_found(base):
    """Each is paired with itself, though every id names another one now."""
    wordings = [" ".join(f"word{at * step}" for step in range(60, 120)) for at in range(1, 80)]

    def numbered(start, more):
        parts = tuple(
            base.criteria[0]._replace(id=f"C01.{at + start}", text=text + more) for at, text in enumerate(wordings)
        )
        return replace(base, standards=(base.standards[0]._replace(criteria=parts),))

    found = compare(numbered(1, ""), numbered(31, " and more"))
    assert {int(each.after[4:]) - int(each.before[4:]) for each in found.components} == {30}


def test_another_rubric_has_versions_of_its_own(base):
    assert compare(base, changed(("id: base", "id: ours"), ("pupils of", "adults of"))).version.enough


def test_two_different_components_of_a_shipped_rubric_are_less_alike_than_one_renamed():
    rubric = load_rubric("mpos-qas-reconstruction")
    wording = [
        words(" ".join((one.title, one.text, *one.descriptors.values())), rubric.language) for one in rubric.criteria
    ]
    alike = [likeness(one, other, 0.0) for at, one in enumerate(wording) for other in wording[at + 1 :]]
    assert max(alike) < ALIKE - 0.2
