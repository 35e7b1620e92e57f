"""Overlays: what they inherit, what they may add, and what is said when the base cannot be had."""

import pytest

from mcqa.lint.engine import MAX_OVERLAYS, lint_file

COMPONENT = """      - id: {id}
        title: Linked sources
        text: Every source has a link.
        levels:
          not_met: No source has a link.
          partly_met: At least one source has a link, and at least one has none.
          met: Every source has a link.
"""


def messages(found):
    return [(each.code, each.message) for each in found.findings]


def test_an_overlay_inherits_everything_and_adds(lint, overlay):
    text = f"{overlay}roles: [recognizer]\nstandards:\n  - id: S01\n    components:\n{COMPONENT.format(id='C01.2')}"
    text += f"  - id: S03\n    title: Links\n    components:\n{COMPONENT.format(id='C03.1')}"
    rubric = lint(text).rubric
    assert [standard.id for standard in rubric.standards] == ["S01", "S02", "S03"]
    assert [standard.title for standard in rubric.standards] == ["Sources", "Dates", "Links"]
    assert [criterion.id for criterion in rubric.criteria] == ["C01.1", "C01.2", "C02.1", "C03.1"]
    assert [criterion.standard for criterion in rubric.criteria] == ["S01", "S01", "S02", "S03"]
    assert rubric.roles == ("developer", "assessor", "recognizer")
    assert (rubric.id, rubric.title, rubric.source) == ("state", "State", "Written for the tests.")
    assert rubric.scale.level_ids == ("not_met", "partly_met", "met")


def test_what_an_overlay_does_not_say_of_the_decision_stays_as_in_the_base(lint, overlay, sound, tmp_path):
    lowered = sound.replace("cut: met", "cut: partly_met").replace("ties: lower", "ties: lower\n  min_ratings: 3")
    (tmp_path / "base.yaml").write_text(lowered, encoding="utf-8")
    decision = lint(f"{overlay}decision: {{cut: met}}\n").rubric.decision
    assert decision == ("conjunctive", "met", None, "majority", "lower", 3)


def test_an_overlay_may_say_nothing_at_all(lint, overlay):
    assert len(lint(overlay).rubric.criteria) == 2


def test_an_overlay_over_a_shipped_rubric_by_its_id(lint, overlay):
    rubric = lint(overlay.replace("base.yaml", "mpos-qas-reconstruction")).rubric
    assert (len(rubric.standards), len(rubric.criteria)) == (13, 29)


def test_an_overlay_over_an_overlay_is_held_to_both(lint, overlay, sound, tmp_path):
    (tmp_path / "base.yaml").write_text(sound.replace("cut: met", "cut: not_met"), encoding="utf-8")
    (tmp_path / "state.yaml").write_text(f"{overlay}decision: {{cut: partly_met}}\n", encoding="utf-8")
    district = overlay.replace("base.yaml", "state.yaml").replace("id: state", "id: district")
    assert lint(f"{district}decision: {{cut: met}}\n").short == []
    assert lint(f"{district}decision: {{cut: not_met}}\n").short == [("L109", 8, 17)]


def test_fewer_ratings_and_kinder_ties_weaken_too(lint, overlay, sound, tmp_path):
    base = sound.replace("ties: lower", "ties: lower\n  min_ratings: 3") + "glossary: {log: A list of sources}\n"
    (tmp_path / "base.yaml").write_text(base, encoding="utf-8")
    for weaker in ("decision: {min_ratings: 2}", "decision: {ties: higher}", "glossary: {log: Any list}"):
        assert [code for code, _, _ in lint(f"{overlay}{weaker}\n").short] == ["L109"], weaker
    for stronger in ("decision: {min_ratings: 4}", "decision: {ties: undecided}", "glossary: {log: A list of sources}"):
        assert lint(f"{overlay}{stronger}\n").short == [], stronger


@pytest.mark.parametrize("decision", ["cut: partly_met", "rule: compensatory\n  pass_share: 1"])
def test_l109_stands_where_the_weaker_word_stands(lint, overlay, decision):
    column = decision.splitlines()[0].index(":") + 5
    assert lint(f"{overlay}decision:\n  {decision}\n").short == [("L109", 9, column)]


def test_an_unknown_cut_is_not_also_a_lower_one(lint, overlay):
    assert lint(f"{overlay}decision: {{cut: x}}\n").short == [("L103", 8, 17)]


def test_a_component_redefined_as_not_essential_is_refused(lint, overlay):
    text = (
        f"{overlay}standards:\n  - id: S02\n    components:\n{COMPONENT.format(id='C02.1')}        essential: false\n"
    )
    assert messages(lint(text)) == [("L109", "C02.1 is redefined; it belongs to reading-log")]


def test_a_title_said_again_is_no_change(lint, overlay):
    text = f"{overlay}standards:\n  - id: S02\n    title: Dates\n    components:\n{COMPONENT.format(id='C02.2')}"
    assert lint(text).short == []
    changed = text.replace("title: Dates", "title: Dates\n    description: Other")
    assert messages(lint(changed)) == [("L109", "the description of S02 is another than in reading-log")]


def test_a_missing_base_is_named_with_its_place(lint, overlay):
    found = lint(overlay.replace("base.yaml", "elsewhere/none.yaml"))
    assert found.short == [("L006", 7, 10)]
    assert "there is no file" in found.findings[0].message
    assert found.rubric is None


def test_a_base_is_looked_for_beside_the_file_and_not_where_the_run_starts(lint, overlay, sound, tmp_path, monkeypatch):
    start = tmp_path / "start"
    start.mkdir()
    (start / "other.yaml").write_text(sound, encoding="utf-8")
    monkeypatch.chdir(start)
    assert lint(overlay.replace("base.yaml", "other.yaml")).short == [("L006", 7, 10)]
    assert lint(overlay.replace("base.yaml", "start/other.yaml")).short == []


def test_a_folder_with_the_name_of_a_shipped_rubric_does_not_hide_it(lint, overlay, tmp_path):
    (tmp_path / "compensatory-example").mkdir()
    assert lint(overlay.replace("base.yaml", "compensatory-example")).short == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mpos-qas-reconstrction", "did you mean mpos-qas-reconstruction?"),
        ("nothing-like-it", "shipped rubrics: "),
        (".", "name the files in it: "),
    ],
)
def test_a_base_that_is_no_file_gets_a_hint(lint, overlay, name, said):
    found = lint(overlay.replace("base.yaml", name))
    assert found.short == [("L006", 7, 10)]
    assert said in found.findings[0].hint


@pytest.mark.parametrize("name", ['"a\\0.yaml"', '"a\\0"', "x" * 5000, "x" * 5000 + ".yaml", "x/" * 3000])
def test_a_name_that_no_file_can_have_is_a_finding(lint, overlay, name):
    found = lint(overlay.replace("base.yaml", name))
    assert found.short == [("L006", 7, 10)]
    assert "\0" not in found.findings[0].message


def test_a_base_with_errors_is_told_with_its_first_error(lint, overlay, sound, tmp_path):
    (tmp_path / "base.yaml").write_text(sound.replace("cut: met", "cut: mett"), encoding="utf-8")
    found = lint(overlay)
    assert found.short == [("L006", 7, 10)]
    assert 'the cut names the level "mett"' in found.findings[0].message
    assert "base.yaml" in found.findings[0].hint


def test_a_base_with_warnings_only_will_do(lint, overlay, sound, tmp_path):
    (tmp_path / "base.yaml").write_text(sound.replace("id: C02.1", "id: C09.1"), encoding="utf-8")
    assert lint(overlay).short == []


def test_a_file_that_extends_itself_is_told_so(overlay, tmp_path):
    path = tmp_path / "base.yaml"
    path.write_text(overlay, encoding="utf-8")
    findings = lint_file(path).findings
    assert [(each.code, each.location.line) for each in findings] == [("L006", 7)]
    assert findings[0].message.endswith("base.yaml extends itself")


def test_two_files_that_extend_each_other_are_told_so(overlay, tmp_path):
    (tmp_path / "base.yaml").write_text(overlay.replace("base.yaml", "other.yaml"), encoding="utf-8")
    (tmp_path / "other.yaml").write_text(overlay, encoding="utf-8")
    (finding,) = lint_file(tmp_path / "other.yaml").findings
    assert finding.code == "L006"
    assert "other.yaml extends itself by way of this file" in finding.message


def test_overlays_on_overlays_are_bounded(overlay, sound, tmp_path):
    (tmp_path / "r0.yaml").write_text(sound, encoding="utf-8")
    for number in range(1, MAX_OVERLAYS + 2):
        text = overlay.replace("base.yaml", f"r{number - 1}.yaml")
        (tmp_path / f"r{number}.yaml").write_text(text, encoding="utf-8")
    assert lint_file(tmp_path / f"r{MAX_OVERLAYS}.yaml").findings == ()
    (finding,) = lint_file(tmp_path / f"r{MAX_OVERLAYS + 1}.yaml").findings
    assert f"more than {MAX_OVERLAYS} overlays on each other" in finding.message


@pytest.mark.parametrize("value", ["[]", "{}", "''", "[base.yaml]"])
def test_extends_that_is_no_text_asks_for_nothing_else(lint, overlay, value):
    assert lint(overlay.replace("base.yaml", value)).short == [("L006", 7, 10)]


def test_a_rubric_without_extends_inherits_nothing(lint, overlay):
    missing = [message for _, message in messages(lint(overlay.replace("extends: base.yaml\n", "")))]
    assert missing == [f"the rubric has no key `{name}`" for name in ("scale", "decision", "standards")]


def test_a_base_that_is_no_rubric_is_not_quoted(lint, overlay, tmp_path):
    (tmp_path / "base.yaml").write_text("root:x:0:0:the secret of this machine\n", encoding="utf-8")
    (finding,) = lint(overlay).findings
    assert "L006" in finding.message
    assert "secret" not in f"{finding.message} {finding.hint}"
