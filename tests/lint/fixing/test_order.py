"""Order: entries move whole, with their comments, and what stands around them stays."""

import pytest

from mcqa.lint.fixing import fix

SCALE = """    - {id: not_met, label: Not met, score: 0}
    - {id: partly_met, label: Partly met, score: 1}
    - {id: met, label: Met, score: 2}
"""
BLOCK = """    # about all levels

    # the highest
    # of all
    - id: met  # reached
      label: Met
      score: 2  # points
        # deeper

    - id: not_met
      score: 0
      label: >-
        Not
        met
    # between
    - {id: partly_met, label: Partly met, score: 1}  # in brackets
  # behind the list
"""
SORTED = """    # about all levels

    - id: not_met
      score: 0
      label: >-
        Not
        met

    # between
    - {id: partly_met, label: Partly met, score: 1}  # in brackets
    # the highest
    # of all
    - id: met  # reached
      label: Met
      score: 2  # points
        # deeper
  # behind the list
"""
DESCRIPTORS = """          not_met: No entry has a date.
          partly_met: At least one entry has a date, and at least one has none.
          met: Every entry has a date.
"""


def test_levels_in_block_style_move_with_their_comments(mend, sound):
    assert mend(sound.replace(SCALE, BLOCK)) == (sound.replace(SCALE, SORTED), ["L104"])


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_any_line_breaks_will_do(sound, line_break, tmp_path, report):
    text = sound.replace(SCALE, BLOCK).replace("\n", line_break).encode()
    findings = [each for each in report(text) if each.code == "L104"]
    fixed = fix(text, file="r.yaml", folder=tmp_path, findings=findings)
    assert fixed.content == sound.replace(SCALE, SORTED).replace("\n", line_break).encode()


LOW = "{id: not_met, label: Not met, score: 0}"
MIDDLE = "{id: p, label: P, score: 1}"
HIGH = "{score: 2, id: met, label: Met}"
IN_BRACKETS = [
    (f"[{HIGH},  {LOW}, {MIDDLE} ]", f"[{LOW},  {MIDDLE}, {HIGH} ]"),
    (
        f"[  # all\n      # high\n      {HIGH},  # m\n      {LOW}, # n\n\n      {MIDDLE},\n    ]  # end",
        f"[  # all\n      {LOW}, # n\n      {MIDDLE},\n\n      # high\n      {HIGH},  # m\n    ]  # end",
    ),
    # a comment ends with its line
    (
        f"[{HIGH},  # m\n      {LOW},\n      {MIDDLE}]",
        f"[{LOW},\n      {MIDDLE},\n      {HIGH}  # m\n           ]",
    ),
]


@pytest.mark.parametrize(("bad", "good"), IN_BRACKETS)
def test_levels_in_brackets_keep_commas_and_layout(mend, sound, bad, good):
    rest = sound.replace("partly_met: ", "p: ")
    old = f"  levels:\n{SCALE}".rstrip("\n")
    assert old in rest
    bad, good = (rest.replace(old, f"  levels: {levels}") for levels in (bad, good))
    assert mend(bad) == (good, ["L104"])


@pytest.mark.parametrize("scores", [(0, 0, 2), (2, 1, 1)])
def test_levels_with_equal_scores_are_left(mend, sound, scores):
    text = sound
    for old, new in enumerate(scores):
        text = text.replace(f"score: {old}}}", f"score: {new:d} }}")
    assert mend(text) == (text, [])


def test_levels_with_a_score_missing_are_left(mend, sound):
    text = sound.replace("score: 0", "score: 5").replace("label: Met, score: 2", "label: Met")
    assert mend(text) == (text, [])


def test_descriptors_take_the_order_of_the_scale_with_their_comments(mend, sound):
    low, middle, high = DESCRIPTORS.splitlines(keepends=True)
    note = "          # rarely seen\n"
    head = "        levels:  # three\n"
    plain = f"        levels:\n{DESCRIPTORS}"
    text = sound.replace(plain, f"{head}{note}{high.rstrip()}  # top\n{low}{middle}")
    assert mend(text) == (sound.replace(plain, f"{head}{low}{middle}{note}{high.rstrip()}  # top\n"), ["L113"])


def test_descriptors_in_brackets(mend, sound):
    plain = f"        levels:\n{DESCRIPTORS}"
    text = sound.replace(plain, "        levels: {met: 'All, so', not_met: None., partly_met: Some.}  # c\n")
    good = sound.replace(plain, "        levels: {not_met: None., partly_met: Some., met: 'All, so'}  # c\n")
    assert mend(text) == (good, ["L113"])


def test_texts_in_blocks_move_whole(mend, sound):
    low, middle, high = DESCRIPTORS.splitlines(keepends=True)
    block = "          met: |\n            Every entry\n\n              has a date.\n\n"
    text = sound.replace(DESCRIPTORS, block + middle + low)
    mended, codes = mend(text)
    assert codes == ["L113"]
    # the blank line is no part of the text, and stays between the first entry and the second
    assert mended == sound.replace(DESCRIPTORS, low + "\n" + middle + block.rstrip("\n") + "\n")
    assert high not in mended


def test_descriptors_wait_for_the_levels_and_then_follow_them(mend, sound):
    low, middle, high = SCALE.splitlines(keepends=True)
    text = sound.replace(SCALE, high + middle + low)
    assert mend(text) == (sound, ["L104"])


def test_a_suppression_moves_with_its_line(mend, sound):
    low, middle, high = DESCRIPTORS.splitlines(keepends=True)
    comment = "  # mcqa: ignore[L205] on purpose\n"
    text = sound.replace(DESCRIPTORS, high + middle + low.rstrip("\n") + comment)
    assert mend(text) == (sound.replace(DESCRIPTORS, low.rstrip("\n") + comment + middle + high), ["L113"])


def test_a_silenced_order_is_kept(mend, sound):
    low, middle, high = DESCRIPTORS.splitlines(keepends=True)
    text = sound.replace(DESCRIPTORS, high + middle.rstrip("\n") + "  # mcqa: ignore[L113] highest first\n" + low)
    assert mend(text) == (text, [])
