"""Quotes and spelling: put on, taken off, and left alone where more than one thing may be meant."""

import pytest


@pytest.mark.parametrize(
    ("old", "bad", "good", "codes"),
    [
        ("title: Reading log", "title: Yes  # a comment", 'title: "Yes"  # a comment', ["L003"]),
        ("title: Reading log", "title: 2024-05-01", 'title: "2024-05-01"', ["L003"]),
        ("roles: [developer]", "roles: [developer]\n        basis: [1.10, on]", None, ["L003", "L003"]),
        ("score: 1}", "score: 010}", "score: 10}", ["L003"]),
        ("score: 2}", "score: 012}", "score: 12}", ["L003"]),
        ("score: 0}", "score: '0'}", "score: 0}", ["L006"]),
        ("score: 2}", "score: '012'}", "score: 12}", ["L006", "L003"]),
        ("ties: lower", 'ties: lower\n  min_ratings: "2" # two', "ties: lower\n  min_ratings: 2 # two", ["L006"]),
        ("consensus: majority", "consensus: Majority", "consensus: majority", ["L006"]),
        ("consensus: majority", "consensus: ' majority '", "consensus: 'majority'", ["L006"]),
        ("[cannot_tell]", '["Cannot tell", not-applicable]', '["cannot_tell", not_applicable]', ["L006", "L006"]),
        ("roles: [developer]", "essential: off", "essential: false", ["L006"]),
        ("roles: [developer]", "essential: 'true'", "essential: true", ["L006"]),
        ("roles: [developer]", 'essential: "Yes"', "essential: true", ["L006"]),
        ('version: "1.0.0"', "version: v1.2.3", "version: 1.2.3", ["L108"]),
        ('version: "1.0.0"', 'version: "1.2"', 'version: "1.2.0"', ["L108"]),
        ('version: "1.0.0"', "version: 1.10", 'version: "1.10.0"', ["L003", "L108"]),
        ("id: S02", "id: ' S02 '", "id: 'S02'", ["L006"]),
        ("text: Every entry has a date.", "text: Dates: every one. # c", 'text: "Dates: every one." # c', ["L001"]),
        ("text: Every entry has a date.", 'text: Say "when": always', "text: 'Say \"when\": always'", ["L001"]),
        ("roles: [developer]", "basis:\n          - book: p. 4 # c", 'basis:\n          - "book: p. 4" # c', ["L006"]),
    ],
)  # fmt: skip
def test_what_is_safe_is_mended(mend, sound, old, bad, good, codes):
    assert old in sound
    good = good or old + '\n        basis: ["1.10", "on"]'
    if "score: 10}" in good:
        sound = sound.replace("score: 2}", "score: 20}")
    text, done = mend(sound.replace(old, bad))
    assert text == sound.replace(old, good)
    assert done == codes


@pytest.mark.parametrize(
    ("old", "bad"),
    [
        ("source: Written for the tests.", "source: null"),
        ("source: Written for the tests.", "source: ~"),
        ("consensus: majority", "consensus: majorty"),
        ("score: 1}", "score: one}"),
        ("score: 1}", "score: '1e999'}"),
        ("roles: [developer]", "essential: maybe"),
        ('version: "1.0.0"', 'version: "2"'),
        ('version: "1.0.0"', "version: v01.2"),
        ('version: "1.0.0"', "version: draft 2"),
        ("id: S02", "id: 'S 02'"),
        ("id: S02", "id: 'S01 '"),
        ("text: Every entry has a date.", "text: {a: b: c}"),
        ("text: Every entry has a date.", "text: [a: b, c"),
        ("scale:\n", "scale: a: b\n"),
        ("roles: [developer]", "basis:\n          - handbook: {page: 4}"),
        ("text: Every entry has a date.", "text:\n          a: b"),
    ],
)
def test_what_may_mean_something_else_is_left(mend, sound, old, bad):
    assert old in sound
    text = sound.replace(old, bad)
    assert mend(text)[0] == text


def test_keys_are_quoted_too(mend, sound):
    text = sound.replace("{id: not_met, label: Not met", '{id: "no", label: Not met')
    text = text.replace("not_met: No claim", "no: No claim").replace("not_met: No entry", "no: No entry")
    mended, codes = mend(text)
    assert mended == text.replace("          no: ", '          "no": ')
    assert codes == ["L003", "L003"]


def test_every_line_with_a_colon_in_its_text_is_quoted_at_once(mend, sound):
    text = sound.replace("met: Every", "met: So: every").replace("title: ", "title: A: ")
    mended, codes = mend(text)
    lines = [(old, new) for old, new in zip(text.splitlines(), mended.splitlines(), strict=True) if old != new]
    assert codes == ["L001"] * len(lines)
    assert all(new == f'{old.partition(": ")[0]}: "{old.partition(": ")[2]}"' for old, new in lines)
    assert len(lines) == 7


def test_one_other_fault_of_syntax_keeps_all_quotes_off(mend, sound):
    text = sound.replace("title: Dates", "title: A: dates") + "  ]\n"
    assert mend(text) == (text, [])
