"""Checked data becomes the model, key by key."""

import pytest

from mcqa.lint.engine import lint_bytes
from mcqa.lint.settings import ONLY_ERRORS
from mcqa.rubric.model import Anchor, Decision, Descriptors, Level, Scale

FULL = """
format: mcqa-rubric/1
id: full
version: 1.2.3-rc.1
title: Every key
status: draft
language: de-AT
source: A book
expect: {standards: 1, components: 2}
roles: [developer, issuer]
scale:
  type: interval
  levels: [{id: low, label: Low, score: -1}, {id: high, label: "012", score: 2.5}]
  non_scores: [cannot_tell, not_applicable]
decision: {rule: compensatory, cut: high, pass_share: 0.85, consensus: median, ties: higher, min_ratings: 3}
standards:
  - id: S01
    title: One
    description: About one
    components:
      - id: C01.1
        title: First
        text: Text of the first
        roles: [issuer]
        visible_in: issuer_dossier
        basis: [law, custom]
        weight: 2
        essential: true
        scale: {type: nominal, levels: [{id: high, label: "Yes"}, {id: none, label: "No"}]}
        levels: {none: It is not there, high: It is there}
        anchors: [{level: high, text: Look}]
      - {id: C01.2, title: Second, text: Text, levels: {low: Less, high: More}}
"""


@pytest.fixture
def rubric(tmp_path):
    linted = lint_bytes(FULL.encode(), file="full.yaml", folder=tmp_path, settings=ONLY_ERRORS)
    assert linted.findings == ()
    return linted.rubric


def test_the_rubric(rubric):
    assert (rubric.id, rubric.version, rubric.title) == ("full", "1.2.3-rc.1", "Every key")
    assert (rubric.status, rubric.language, rubric.source) == ("draft", "de-AT", "A book")
    assert (rubric.roles, rubric.path) == (("developer", "issuer"), "full.yaml")
    levels = (Level("low", "Low", -1.0), Level("high", "012", 2.5))
    assert rubric.scale == Scale("interval", levels, ("cannot_tell", "not_applicable"))
    assert rubric.decision == Decision("compensatory", "high", 0.85, "median", "higher", 3)


def test_the_components(rubric):
    first, second = rubric.criteria
    assert (rubric.standards[0].title, rubric.standards[0].description) == ("One", "About one")
    assert first == (
        "C01.1",
        "First",
        "Text of the first",
        "S01",
        Scale("nominal", (Level("high", "Yes"), Level("none", "No"))),
        Descriptors({"none": "It is not there", "high": "It is there"}),
        ("issuer",),
        "issuer_dossier",
        ("law", "custom"),
        2.0,
        True,
        (Anchor("high", "Look"),),
        "",
    )
    assert second.scale is rubric.scale
    assert second[6:] == ((), "packet", (), 1.0, False, (), "")


def test_what_an_overlay_adds_is_known_by_it(tmp_path):
    (tmp_path / "base.yaml").write_text(FULL, encoding="utf-8")
    head = (
        'format: mcqa-rubric/1\nid: {0}\nversion: "1.0.0"\ntitle: T\nstatus: local\nlanguage: en\nextends: {1}.yaml\n'
    )
    levels = "levels: {low: Less, high: More}"
    one = f"  - id: S01\n    components:\n      - {{id: C01.9, title: N, text: T, {levels}}}\n"
    new = f"  - id: S09\n    title: New\n    components:\n      - {{id: C09.1, title: N, text: T, {levels}}}\n"
    (tmp_path / "state.yaml").write_text(f"{head.format('state', 'base')}standards:\n{one}", encoding="utf-8")
    text = f"{head.format('district', 'state')}standards:\n{new}"
    rubric = lint_bytes(text.encode(), file="d.yaml", folder=tmp_path, settings=ONLY_ERRORS).rubric
    assert rubric.extends == "state"
    assert {each.id: each.added_by for each in rubric.criteria if each.added_by} == {
        "C01.9": "state",
        "C09.1": "district",
    }
    assert [each.added_by for each in rubric.standards] == ["", "district"]
