"""The details of single rules that the example files do not show."""

import pytest


def hints(found, code):
    return [each.hint for each in found.findings if each.code == code]


def test_the_sound_rubric_is_sound(lint, sound):
    assert lint(sound).short == []


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"),
    [
        ("cut: met", "cut: mett", "L103", "did you mean met?"),
        ("{level: met,", "{level: partly-met,", "L103", "did you mean partly_met?"),
        ("roles: [developer]", "roles: [develper]", "L106", "did you mean developer?"),
        ("roles: [developer]", "roles: [x]", "L106", "declare it under the rubric's `roles:`"),
        ("cut: met", "cut: x", "L103", "declared levels: not_met, partly_met, met"),
        ("language: en", "langage: en", "L005", "did you mean `language`?"),
        ("consensus: majority", "consensus: Majority", "L006", "did you mean majority?"),
        ("type: ordinal", "type: ordnal", "L006", "did you mean ordinal?"),
        ("score: 0", "score: '0'", "L006", "write 0 without quotes"),
        ("roles: [developer]", "essential: Yes", "L006", "did you mean true?"),
        ("roles: [developer]", "essential: off", "L006", "did you mean false?"),
        ("ties: lower", "min_ratings: three", "L006", None),
    ],
)
def test_a_near_miss_is_recognised(lint, sound, old, new, code, hint):
    assert hints(lint(sound.replace(old, new, 1)), code) == [hint]


def test_l101_names_the_line_of_the_first(lint, sound):
    found = lint(sound.replace("id: C02.1", "id: C01.1").replace("id: S02", "id: S1"))
    line = sound.splitlines().index("      - id: C01.1") + 1
    assert [each.message for each in found.findings] == [
        f'the component id "C01.1" is taken: it was given in line {line}'
    ]


def test_l101_counts_a_third_and_leaves_the_count_of_components_alone(lint, sound):
    twice = sound.replace("id: C02.1", "id: C01.1").replace("id: S02", "id: S01")
    found = lint(twice.replace("language: en\n", "language: en\nexpect: {standards: 2, components: 2}\n"))
    assert [code for code, _, _ in found.short] == ["L101", "L101"]


def test_l101_sees_equal_level_ids_of_a_component_scale(lint, sound):
    own = "        scale: {type: nominal, levels: [{id: met, label: A}, {id: met, label: B}]}\n"
    text = sound.replace(
        "        text: Every entry has a date.\n        levels:", "        text: x\n" + own + "        levels:"
    )
    assert "L101" in {code for code, _, _ in lint(text).short}


@pytest.mark.parametrize("levels", ["levels: 5", "levels: []", "levels:"])
def test_levels_that_are_no_mapping_are_told_once(lint, sound, levels):
    head = sound[: sound.index("        levels:\n          not_met: No entry")]
    assert [code for code, _, _ in lint(f"{head}        {levels}\n").short] == ["L006"]


def test_a_descriptor_that_is_no_text_is_told_once(lint, sound):
    found = lint(sound.replace("met: Every entry has a date.", "met: [Every entry, has a date]"))
    assert [code for code, _, _ in found.short] == ["L006"]


def test_a_scale_with_a_fault_makes_no_echo_in_every_component(lint, sound):
    assert [code for code, _, _ in lint(sound.replace("{id: met, label", "{idd: met, label")).short] == ["L007", "L005"]
    own = "        scale: 5\n        levels:\n          not_met: No entry"
    assert [code for code, _, _ in lint(sound.replace("        levels:\n          not_met: No entry", own)).short] == [
        "L006"
    ]


def test_l103_looks_at_the_cut_even_when_it_is_called_cut(lint, sound):
    line = sound.splitlines().index("  cut: met") + 1
    assert lint(sound.replace("  cut: met", "  cut: cut")).short == [("L103", line, 8)]


def test_l106_goes_on_when_a_declared_role_is_no_text(lint, sound):
    found = lint(
        sound.replace("roles: [developer, assessor]", "roles: [[], developer]").replace("[developer]", "[develper]")
    )
    assert [code for code, _, _ in found.short] == ["L006", "L106"]


def test_l106_without_declared_roles(lint, sound):
    assert [code for code, _, _ in lint(sound.replace("roles: [developer, assessor]\n", "")).short] == ["L106"]


@pytest.mark.parametrize(
    ("component", "count"), [("C" + "1" * 6000, 1), ("C" + "0" * 6000 + "2", 0), ("C2.9", 0), ("x", 0)]
)
def test_l107_compares_numbers_of_any_length(lint, sound, component, count):
    found = lint(sound.replace("id: C02.1", f"id: {component}"))
    assert [code for code, _, _ in found.short] == ["L107"] * count


@pytest.mark.parametrize("version", ["0.0.0", "10.20.30", "1.0.0-rc.1", "1.0.0+build.5", "1.0.0-x-y.7+001"])
def test_l108_takes_semantic_versions(lint, sound, version):
    assert lint(sound.replace('"1.0.0"', f'"{version}"')).short == []


@pytest.mark.parametrize(
    "version", ["1", "1.0", "1.0.0.0", "01.0.0", "1.0.0-01", "1.0.0-a..b", "1.0.0+", "1.0.0 ", "1.0.0\\n", "\u0661.0.0"]
)
def test_l108_refuses_what_only_looks_like_one(lint, sound, version):
    assert [code for code, _, _ in lint(sound.replace('"1.0.0"', f'"{version}"')).short] == ["L108"]


def test_l110_says_no_more_than_that_of_a_missing_list(lint, sound):
    head = sound[: sound.index("    components:\n      - id: C02.1")]
    assert [code for code, _, _ in lint(head).short] == ["L007"]
    assert [code for code, _, _ in lint(head + "    components:\n").short] == ["L006"]


def test_l111_does_not_take_empty_descriptors_for_equal(lint, sound):
    text = sound.replace("not_met: No entry has a date.", "not_met: ''")
    text = text.replace("partly_met: At least one entry has a date, and at least one has none.", "partly_met: ''")
    assert [code for code, _, _ in lint(text).short] == ["L102", "L102"]


def test_all_faults_of_a_file_at_once_in_order_of_place(lint, sound):
    text = sound
    for old, new in [
        ('version: "1.0.0"', "version: 1.10"),
        ("status: local", "status: local\nstatus: draft\nlicence: free"),
        ("language: en\n", "expect: {standards: 3}\n"),
        ("score: 1", "score: one"),
        ("label: Met,", "label: NOT MET,"),
        ("cut: met", "cut: mett"),
        ("id: S02", "id: S01"),
        ("roles: [developer]\n", "roles: [nobody]\n"),
        ("met: Every claim names its source.", "met: *text"),
        ("id: C02.1", "id: C03.1"),
        ("not_met: No entry has a date.", "not_met: every entry has a date"),
    ]:
        assert old in text
        text = text.replace(old, new, 1)
    found = lint(text)
    assert {code for code, _, _ in found.short} == {
        "L002", "L003", "L004", "L005", "L006", "L007", "L101", "L103", "L105", "L106", "L107", "L108", "L111", "L112",
    }  # fmt: skip
    assert found.rubric is None
    assert [place for _, *place in found.short] == sorted(place for _, *place in found.short)
