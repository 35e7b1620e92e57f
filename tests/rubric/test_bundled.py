"""Rubrics found by name, from a checkout and from an installed package alike."""

import pytest

from mcqa.errors import UsageError
from mcqa.lint.engine import lint_file, load_rubric
from mcqa.rubric import bundled
from mcqa.rubric.bundled import locate, shipped


def test_the_shipped_rubrics_are_found_by_their_ids():
    assert list(shipped()) == ["compensatory-example", "mpos-qas-met-not-met", "mpos-qas-reconstruction"]


def test_a_shipped_rubric_has_its_name_as_id_and_lints_clean(shipped_id, shipped_path):
    linted = lint_file(shipped_path)
    assert linted.findings == ()
    assert linted.rubric.id == shipped_id
    assert load_rubric(shipped_id) == linted.rubric


@pytest.mark.parametrize(
    ("name", "levels", "status"),
    [("mpos-qas-reconstruction", 3, "reconstruction"), ("mpos-qas-met-not-met", 2, "reconstruction")],
)
def test_the_reconstruction_has_thirteen_standards_and_twenty_nine_components(name, levels, status):
    rubric = load_rubric(name)
    assert (len(rubric.standards), len(rubric.criteria)) == (13, 29)
    assert (len(rubric.scale.levels), rubric.status, rubric.decision.rule) == (levels, status, "conjunctive")
    assert [standard.id for standard in rubric.standards] == [f"S{number:02d}" for number in range(1, 14)]
    assert all(standard.criteria for standard in rubric.standards)


def test_both_reconstructions_have_the_same_components():
    three, two = load_rubric("mpos-qas-reconstruction"), load_rubric("mpos-qas-met-not-met")
    assert [criterion.id for criterion in three.criteria] == [criterion.id for criterion in two.criteria]


def test_the_compensatory_example_asks_for_85_percent_and_every_essential_component():
    rubric = load_rubric("compensatory-example")
    assert (rubric.decision.rule, rubric.decision.pass_share) == ("compensatory", 0.85)
    assert any(criterion.essential for criterion in rubric.criteria)
    assert not all(criterion.essential for criterion in rubric.criteria)


def test_a_shipped_id_wins_over_a_file_of_that_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "compensatory-example").write_text("x", encoding="utf-8")
    assert locate("compensatory-example") == shipped()["compensatory-example"]
    assert locate("compensatory-example", folder=tmp_path) == tmp_path / "compensatory-example"


def test_a_path_is_taken_as_it_is_whether_or_not_it_exists(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").write_text("x", encoding="utf-8")
    assert locate("mine").name == "mine"
    assert locate("none.yaml").name == "none.yaml"
    assert locate("none.YML").name == "none.YML"
    assert locate("folder/none").name == "none"


@pytest.mark.parametrize(
    ("name", "close"),
    [
        ("mpos-qas-reconstrution", "mpos-qas-reconstruction"),
        ("MPOS-QAS-Reconstruction", "mpos-qas-reconstruction"),
        ("mpos-qas-metnotmet", "mpos-qas-met-not-met"),
        ("compensatory", "compensatory-example"),
        ("mpos-qas", "mpos-qas-met-not-met"),
    ],
)
def test_an_unknown_name_gets_the_nearest_one(name, close):
    with pytest.raises(UsageError) as stopped:
        locate(name)
    assert stopped.value.message == f'no rubric is called "{name}"'
    assert stopped.value.hint.startswith(f"did you mean {close}? shipped rubrics: compensatory-example, ")


@pytest.mark.parametrize("name", ["zzz", "x" * 5000, "a\0b", "..."])
def test_a_name_like_no_other_gets_the_list(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as stopped:
        locate(name)
    assert stopped.value.hint.startswith("shipped rubrics: ")


def test_in_a_wheel_the_rubrics_are_inside_the_package(tmp_path, monkeypatch):
    folder = tmp_path / "mcqa" / "shipped_rubrics"
    (tmp_path / "rubrics").mkdir()
    (tmp_path / "rubrics" / "beside.yaml").write_text("x", encoding="utf-8")
    monkeypatch.setattr(bundled, "_PACKAGE", tmp_path / "mcqa")
    assert list(shipped()) == ["beside"]
    folder.mkdir(parents=True)
    (folder / "inside.yaml").write_text("x", encoding="utf-8")
    assert shipped() == {"inside": folder / "inside.yaml"}
