"""L402, L403, L404: anchors, what reviewers are shown, where a demand comes from."""

import pytest
import yaml

from mcqa.lint.document import Document
from mcqa.lint.registry import RULES
from mcqa.lint.settings import Settings
from mcqa.lint.wording.gathered import FEW
from mcqa.rubric.read import read_rubric
from mcqa.rubric.text import parse

ANCHOR = {"level": "met", "text": "An example."}


def found(code, *components, **rubric):
    listed = [{"id": f"C01.{n}", "title": "T", "text": "T", "levels": {}, **each} for n, each in enumerate(components)]
    whole = {"title": "Log", **rubric, "standards": [{"id": "S01", "title": "S", "components": listed}]}
    source = parse(yaml.safe_dump(whole, sort_keys=False).encode(), "r.yaml")
    return list(RULES[code].check(Document(reading=read_rubric(source), text=source.text), RULES[code].kind))


def subjects(code, *components, **rubric):
    return [each.subject for each in found(code, *components, **rubric)]


def test_a_component_without_an_anchor_is_named():
    assert subjects("L402", {"anchors": [ANCHOR]}, {}, {"anchors": []}) == ["C01.1", "C01.2"]


def test_a_file_without_any_anchor_is_told_once():
    assert len(found("L402", *[{}] * FEW)) == FEW
    (finding,) = found("L402", *[{}] * (FEW + 1))
    assert finding.message == "none of the 4 components has an anchor, a worked example of a level"
    assert (finding.location.line, finding.location.column) == (2, 1)


def test_many_components_without_an_anchor_are_named_in_one_finding():
    with_one = {"anchors": [ANCHOR]}
    (finding,) = found("L402", with_one, *[{}] * (FEW + 1))
    assert finding.message == (
        "4 of 5 components have no anchor, a worked example of a level: C01.1, C01.2, C01.3 and C01.4"
    )
    assert finding.subject == "C01.1, C01.2, C01.3, C01.4"
    (alone,) = found("L402", with_one, {})
    assert finding.location == alone.location
    (finding,) = found("L402", with_one, *[{}] * 9)
    assert finding.message.endswith("C01.1, C01.2, C01.3, C01.4, C01.5, C01.6 and 3 more")


@pytest.mark.parametrize(("place", "words"), [("issuer_dossier", "the issuer's dossier"), ("operations_data", "data")])
def test_what_the_packet_does_not_hold_is_named_with_what_to_supply(place, words):
    (finding,) = found("L403", {"visible_in": place})
    assert words in finding.message
    assert words in finding.hint
    assert finding.value == place
    assert finding.location.column == len("    visible_in: ") + 1


def test_the_packet_shows_what_is_not_said_to_be_elsewhere():
    assert found("L403", {}, {"visible_in": "packet"}) == []


def test_the_source_of_the_rubric_stands_for_all_components():
    assert found("L404", {}, {}, source="The handbook.") == []


def test_neither_source_nor_basis_is_told_once_at_the_title():
    (finding,) = found("L404", {}, {})
    assert finding.subject is None
    assert (finding.location.line, finding.location.column) == (1, 1)
    assert found("L404", {}, {}, source=" ") == []  # told as L006


def test_a_component_without_basis_beside_others_that_have_one_is_named():
    assert subjects("L404", {"basis": ["law"]}, {}, {"basis": [" "]}, source="The handbook.") == ["C01.1", "C01.2"]
    assert subjects("L404", {"basis": ["law"]}, {}) == ["C01.1"]
    assert found("L404", {"basis": ["law"]}, {"basis": ["handbook"]}) == []


@pytest.mark.parametrize("code", ["L402", "L404"])
def test_a_value_that_does_not_fit_is_told_elsewhere(code):
    assert found(code, {"basis": "law", "anchors": "none"}, source="x") == []
    assert found(code, source="x") == []


def test_what_an_overlay_adds_has_the_source_of_its_base(lint, overlay, sound, tmp_path):
    component = (
        "standards:\n  - id: S01\n    components:\n      - id: C01.9\n        title: Dates\n        text: Dates.\n"
        "        levels: {not_met: No date., partly_met: One date., met: Dates.}\n"
    )
    only = Settings(select=("L404",))
    assert lint(overlay + component, only).findings == ()
    with_basis = sound.replace("        roles: [developer]\n", "        roles: [developer]\n        basis: [law]\n", 1)
    assert with_basis != sound
    (tmp_path / "base.yaml").write_text(with_basis, encoding="utf-8")
    assert [each.subject for each in lint(overlay + component, only).findings] == ["C01.9"]
