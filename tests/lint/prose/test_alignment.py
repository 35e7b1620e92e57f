"""A place in a text, as YAML gives it, is found again in the file, however the text is written there."""

import yaml
from hypothesis import given
from hypothesis import strategies as st

from mcqa.lint.prose.alignment import aligned

STYLES = {
    "plain": "a: one two three four",
    "plain on three lines": "a: one\n   two  three\n\n   four",
    "single quoted": "a: 'one two\n   three four'",
    "double quoted": 'a: "one two three\n\n  four"',
    "double quoted, lines joined": 'a: "one two \\\n  three four"',
    "folded": "a: >-  # a remark\n    one two\n    three\n\n    four\n",
    "literal": "a: |+2\n  one\n   two\n  three\n  four\n\n",
    "in a flow": "a: {b: [one two three four, x]}",
}


def place_within(node, offset, lines, file):
    scalar = aligned(node, lines, file)
    return None if scalar is None else scalar.place(offset)


def scalar(source):
    node = yaml.compose(source, Loader=yaml.SafeLoader).value[0][1]
    while not isinstance(node, yaml.ScalarNode):
        node = node.value[0] if isinstance(node, yaml.SequenceNode) else node.value[0][1]
    return node


def found(source, word):
    node = scalar(source)
    lines = source.splitlines(keepends=True)
    place = place_within(node, node.value.index(word), lines, "f.yaml")
    return None if place is None else lines[place.line - 1][place.column - 1 :].partition(" ")[0].strip("\"',\n")


def test_every_word_is_found_in_every_style():
    for name, source in STYLES.items():
        for word in ("one", "two", "three", "four"):
            assert found(source, word) == word, name


def test_quotes_and_escapes_before_a_letter_are_counted_as_typed():
    node = scalar("a: 'it''s here'")
    assert place_within(node, node.value.index("s"), ["a: 'it''s here'"], "f")[1:3] == (1, 9)
    node = scalar('a: "\\u00e9t\\xe9"')
    assert place_within(node, 2, ['a: "\\u00e9t\\xe9"'], "f")[1:3] == (1, 12)


def test_what_cannot_be_told_is_not_told():
    source = 'a: "one\\ttwo three"'
    assert place_within(scalar(source), 5, [source], "f") is None
    assert place_within(None, 0, [source], "f") is None
    assert place_within(scalar("a: one"), 99, ["a: one"], "f") is None


@given(st.lists(st.sampled_from(["word", "x", "it's", "a-b", "(so)", '"q"', "é"]), min_size=1, max_size=12), st.data())
def test_the_place_of_a_word_holds_that_word(words, data):
    text = " ".join(words)
    index = data.draw(st.integers(0, len(words) - 1))
    offset = len(" ".join([*words[:index], ""]))
    width = data.draw(st.integers(3, 40))
    styles = {"'": {"default_style": "'"}, ">": {"default_style": ">"}, "": {}, '"': {"default_style": '"'}}
    given_style = data.draw(st.sampled_from(sorted(styles)))
    source = yaml.safe_dump({"key": text}, width=width, allow_unicode=True, **styles[given_style])
    node = yaml.compose(source, Loader=yaml.SafeLoader).value[0][1]
    lines = source.splitlines(keepends=True)
    place = place_within(node, offset, lines, "f.yaml")
    if place is not None:
        rest = lines[place.line - 1][place.column - 1 :]
        assert rest.replace("''", "'").replace('\\"', '"').replace("\\xE9", "é").startswith(words[index])
    else:
        assert given_style == '"'


def test_one_scalar_tells_every_place_of_a_long_text():
    source = "a: |\n" + "".join(f"  line {number} of it\n" for number in range(3000))
    scalar_of_it = scalar(source)
    lines = source.splitlines(keepends=True)
    text = aligned(scalar_of_it, lines, "f.yaml")
    for number in (0, 1, 1500, 2999):
        place = text.place(scalar_of_it.value.index(f"line {number} of") + len("line "))
        assert place[1:3] == (number + 2, 8)
