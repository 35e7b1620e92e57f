"""Names: case, white space, dashes and underscores do not set two of them apart, letters do."""

import pytest


@pytest.mark.parametrize(
    ("good", "bad", "code"),
    [
        ("cut: met", "cut: Met", "L103"),
        ("cut: met", "cut: 'MET'", "L103"),
        ("          partly_met: At least one entry", "          Partly met: At least one entry", "L103"),
        ("          partly_met: At least one entry", '          "partly-met ": At least one entry', "L103"),
        ("{level: met, text", "{level: Met, text", "L103"),
        ("roles: [developer]", "roles: [Developer]", "L106"),
        ("roles: [developer]", 'roles: [" developer"]  # who', "L106"),
    ],
)
def test_a_name_is_written_as_it_is_declared(mend, sound, good, bad, code):
    assert good in sound
    mended, codes = mend(sound.replace(good, bad))
    quote = next((sign for sign in "\"'" if sign in bad), "")
    for name in ("cut: met", "[developer]", "partly_met"):
        if quote and name in good:
            word = name.strip("[]").removeprefix("cut: ")
            good = good.replace(word, f"{quote}{word}{quote}")
    assert mended.replace("  # who", "") == sound.replace(good.replace('"', "").replace("'", ""), good)
    assert codes == [code]


@pytest.mark.parametrize(
    ("old", "bad"),
    [
        ("cut: met", "cut: mett"),
        ("roles: [developer]", "roles: [develper]"),
        ("roles: [developer]", "roles: [developer, Developer]"),
        ("roles: [developer]", "roles: [DEVELOPER, Developer]"),
        ("          met: Every entry", "          Met: Some entry\n          met: Every entry"),
        ("          met: Every entry", "          Met: Some entry\n          MET: Every entry"),
    ],
)
def test_a_name_that_may_be_another_is_left(mend, sound, old, bad):
    assert old in sound
    text = sound.replace(old, bad)
    assert mend(text)[0] == text


def test_a_name_near_two_declared_ones_is_left(mend, sound):
    text = sound.replace("roles: [developer, assessor]", "roles: [peer review, peer_review, developer]")
    text = text.replace("roles: [developer]\n", "roles: [Peer-Review]\n")
    assert mend(text) == (text, [])


def test_an_overlay_takes_the_names_of_its_base(mend, sound, tmp_path):
    (tmp_path / "base.yaml").write_text(sound, encoding="utf-8")
    text = (
        'format: mcqa-rubric/1\nid: state\nversion: "1.0.0"\ntitle: State\nstatus: local\nlanguage: en\n'
        "extends: base.yaml\nstandards:\n  - id: S01\n    components:\n      - id: C01.2\n        title: Links\n"
        "        text: Every source has a link.\n        roles: [Assessor]\n        levels:\n"
        "          Met: Every source has a link.\n          not-met: No source has a link.\n"
        "          partly_met: At least one source has a link, and at least one has none.\n"
    )
    mended, codes = mend(text)
    assert sorted(codes) == ["L103", "L103", "L106", "L113"]
    assert mended.endswith(
        "        roles: [assessor]\n        levels:\n          not_met: No source has a link.\n"
        "          partly_met: At least one source has a link, and at least one has none.\n"
        "          met: Every source has a link.\n"
    )
    alone = text.replace("base.yaml", "none.yaml")
    assert mend(alone) == (alone, [])
