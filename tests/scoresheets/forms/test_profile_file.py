from __future__ import annotations

import pytest

from mcqa.errors import UsageError
from mcqa.scoresheets.forms.profile_file import load_profiles, read_profile


def own(tmp_path, text, name="ours.yaml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_fault_of_a_profile_is_told_at_once_with_its_line(tmp_path):
    text = """\
format: mcqa-form/2
nmae: ours
recognise: [A]
header_rows: 4
question_row: 7
columns: {Name: raterr of it}
questions: [component, "*{component}", "* * - {component}"]
codes: maybe
values: 1-3
based_on: redcap
"""
    with pytest.raises(UsageError) as caught:
        read_profile(own(tmp_path, text))
    for part in (
        'line 1: the format is "mcqa-form/2"; expected mcqa-form/1',
        "line 1: `name` is missing",
        "line 2: `nmae` is no key of a form profile; did you mean `name`?",
        'line 4: `header_rows` is "4"; expected one of 1, 2, 3',
        "line 5: `question_row` is a row from 1 to 1",
        'line 6: "raterr of it" is no field',
        'line 7: "component": a pattern holds {component} once',
        'line 7: "*{component}": something must stand between',
        'line 7: "* * - {component}": there is more than one *',
        'line 8: `codes` is "maybe"; expected true or false',
        "line 9: `values` is 1..n, 0..n",
        'line 10: `based_on`: no shipped profile is called "redcap"',
    ):
        assert part in caught.value.message, part


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("format: mcqa-form/1\nname: &a x\nrecognise: [*a]\n", "an alias"),
        ("format: mcqa-form/1\nname: x\nname: y\nrecognise: [a]\n", "line 3: `name` stands twice"),
        ("format: mcqa-form/1\nname: Our Form\nrecognise: [a]\n", 'the name "Our Form" must be small letters'),
        ("format: mcqa-form/1\nname: x\n", "`recognise` is missing"),
        ("format: mcqa-form/1\nname: x\nrecognise: [a: b]\n", "line 3: `recognise` needs a text"),
        ("- a\n", "expected keys with values"),
        ("format: [\n", "line 2: while parsing"),
    ],
)
def test_a_file_that_is_no_profile_is_refused_in_a_sentence(text, said, tmp_path):
    with pytest.raises(UsageError) as caught:
        load_profiles([str(own(tmp_path, text))])
    assert said in caught.value.message


def test_a_profile_that_does_not_exist_is_refused_with_what_was_meant(tmp_path):
    with pytest.raises(UsageError, match="no form profile is called") as caught:
        load_profiles(["google-form"])
    assert caught.value.hint.startswith("did you mean google-forms?")
    with pytest.raises(UsageError, match="cannot be read"):
        load_profiles([str(tmp_path / "none.yaml")])


def test_a_level_that_the_rubric_has_not_is_told_with_the_other_faults(tmp_path, rubric):
    text = "format: mcqa-form/1\nname: Our Form\nrecognise: [a]\nvalues: {yes: mett, no: not_met}\n"
    with pytest.raises(UsageError) as caught:
        load_profiles([str(own(tmp_path, text))], rubric)
    assert [fault[:6] for fault in caught.value.faults] == ["line 2", "line 4"]
    assert caught.value.faults[1] == 'line 4: "yes": "mett" is no level; did you mean met?'
