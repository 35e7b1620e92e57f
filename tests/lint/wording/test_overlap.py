"""Components that ask for the same: what the corpus does not show, such as places, overlays and large rubrics."""

import random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mcqa.lint.document import Document
from mcqa.lint.engine import lint_bytes
from mcqa.lint.prose.language import language_of
from mcqa.lint.wording import RULES, overlap
from mcqa.rubric.read import read_rubric
from mcqa.rubric.text import parse

GUIDE = "Earners can read the scoring guide before they submit evidence."
AGAIN = "The scoring guide can be read by earners before evidence is submitted."
OTHER = "Each claim of the log comes with its source."
WORDS = [
    "guide",
    "score",
    "source",
    "claim",
    "written",
    "days",
    "feedback",
    "is",
    "before",
    "after",
    "by",
    "student",
    ".",
]
ENGLISH = language_of("en")


def rubric(*components, **rest):
    made = [
        {"id": f"C01.{number}", "title": f"Title {number}", "text": text, "levels": {"met": text}}
        for number, text in enumerate(components, start=1)
    ]
    return {
        "format": "mcqa-rubric/1",
        "id": "overlap",
        "version": "1.0.0",
        "title": "Overlap",
        "status": "local",
        "language": "en",
        "scale": {
            "type": "ordinal",
            "levels": [{"id": "not_met", "label": "No", "score": 0}, {"id": "met", "label": "Yes", "score": 1}],
        },
        "decision": {"rule": "conjunctive", "cut": "met", "consensus": "majority", "ties": "lower"},
        "standards": [{"id": "S01", "title": "Standard", "components": made}],
        **rest,
    }


def text_of(data):
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=10_000)


def findings(*components, additions=(), **rest):
    source = parse(text_of(rubric(*components, **rest)).encode(), "rubric.yaml")
    document = Document(reading=read_rubric(source), text=source.text, additions=additions)
    return list(RULES["L303"].check(document, RULES["L303"].kind)), source.text.splitlines()


def profiles(texts):
    return tuple(overlap.profile(ENGLISH, "", text, "") for text in texts)


def test_the_rule_is_registered_as_a_warning_under_its_name():
    kind = RULES["L303"].kind
    assert (kind.name, kind.severity) == ("overlapping-components", "warning")


def test_a_finding_stands_at_the_text_of_the_later_component_and_names_the_earlier_one_with_its_line():
    (found,), lines = findings(GUIDE, OTHER, AGAIN)
    assert AGAIN in lines[found.location.line - 1]
    assert "text:" in lines[found.location.line - 1]
    line = next(number for number, each in enumerate(lines, start=1) if "C01.1" in each)
    assert found.message.startswith(f"C01.3 asks for the same as C01.1 (line {line})")
    assert (found.subject, found.value) == ("C01.3", "C01.1")


def test_the_message_names_the_shared_words_as_they_stand_in_the_later_text():
    (found,), _ = findings(GUIDE, OTHER, AGAIN)
    assert '"guide"' in found.message
    assert "one component of the two" in found.hint


def test_three_components_that_ask_for_the_same_give_two_findings():
    found, _ = findings(GUIDE, AGAIN, GUIDE)
    assert [each.subject for each in found] == ["C01.2", "C01.3"]


def test_components_that_ask_for_different_things_give_nothing():
    assert findings(GUIDE, OTHER)[0] == []


def test_sisters_in_the_same_words_are_no_overlap():
    assert findings("Students get feedback within ten days.", "Staff get feedback within ten days.")[0] == []


def test_subject_and_object_that_change_places_are_no_overlap():
    assert findings("Students give feedback to teachers.", "Teachers give feedback to students.")[0] == []


def test_before_and_after_are_different_demands():
    assert (
        findings("Assessors are trained before scoring starts.", "Assessors are trained after scoring starts.")[0] == []
    )


def test_words_that_mean_the_same_come_from_the_configuration():
    texts = ("The ledger of each trip shows its driver.", "The logbook of each trip shows its driver.")
    alike = (("overlapping-components", "logbook: ledger"),)
    assert findings(*texts)[0] == []
    assert len(findings(*texts, additions=alike)[0]) == 1


def test_a_language_without_lists_gives_nothing():
    assert findings(GUIDE, AGAIN, language="xx")[0] == []


def test_a_component_of_an_overlay_is_compared_with_those_of_its_base(tmp_path):
    base = rubric(GUIDE, OTHER)
    (tmp_path / "base.yaml").write_text(text_of(base), encoding="utf-8")
    added = {
        "id": "S02",
        "title": "Added",
        "components": [{"id": "C02.1", "title": "Open", "text": AGAIN, "levels": {"not_met": "No.", "met": AGAIN}}],
    }
    base["standards"][0]["components"] = [
        {**each, "levels": {"not_met": f"Not so: {number}.", "met": each["text"]}}
        for number, each in enumerate(base["standards"][0]["components"])
    ]
    (tmp_path / "base.yaml").write_text(text_of(base), encoding="utf-8")
    own = {key: base[key] for key in ("format", "version", "title", "status", "language")}
    state = {**own, "id": "state", "extends": "base.yaml", "standards": [added]}
    linted = lint_bytes(text_of(state).encode(), file="state.yaml", folder=tmp_path)
    (found,) = [each for each in linted.findings if each.code == "L303"]
    assert found.message.startswith("C02.1 asks for the same as C01.1 (of the rubric that this one extends)")


@pytest.mark.parametrize("text", ["", "a", "🙂 🙂 🙂", ". . .", "Met"])
def test_texts_that_say_next_to_nothing_overlap_with_nothing(text):
    assert findings(text, text)[0] == []


def test_components_of_ten_thousand_words_are_compared():
    long = " ".join(f"word{number}" for number in range(10_000))
    assert len(findings(long, long)[0]) == 1


def test_the_work_grows_with_the_rubric_and_not_with_its_square():
    chance = random.Random(1)
    words = [f"word{number}" for number in range(3_000)]
    made = profiles(" ".join(chance.choices(words, k=40)) for _ in range(500))
    pairs = list(overlap.candidates(made, overlap.weigh(made, set())))
    assert len(pairs) < 500


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(max_size=30), max_size=6))
def test_every_pair_has_its_later_component_first_and_each_is_later_once(texts):
    found = overlap.overlaps(profiles(texts), ENGLISH)
    assert all(0 <= earlier < later < len(texts) for later, earlier, _ in found)
    assert len({later for later, *_ in found}) == len(found)
