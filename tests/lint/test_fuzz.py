"""Whatever the bytes, the linter ends with a rubric or with findings that have a place, and never with a traceback."""

import json
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mcqa.findings import Severity
from mcqa.lint.engine import lint_bytes

HERE = Path(__file__).parent
SOUND = (HERE / "cases" / "L102" / "good.yaml").read_text(encoding="utf-8")
PIECES = [
    "{", "}", "[", "]", ": ", "- ", "\n", "\n  ", "\t", "'", '"', "&a ", "*a", "? ", "| ", "> ", "# ", "---\n", "...\n",
    "!!int ", "%YAML 1.2\n", "<<: ", "null", "~", "Yes", "012", "1e999", "-1", "nan", ".inf", "''", "[]", "{}", "[[]]",
    "[a, b]: c", "extends: mpos-qas-reconstruction\n", "extends: .\n", "roles: [[], x]\n", "\u2028", "\x00", "é",
    "levels:", "scale:", "id: ", "met", "expect: {standards: 1}\n", "pass_share: 0.5\n", "rule: compensatory\n",
]  # fmt: skip
MODEST = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def hold(content):
    linted = lint_bytes(content, file="f.yaml", folder=HERE)
    for finding in linted.findings:
        assert finding.location.file == "f.yaml"
        assert finding.location.line >= 1
        assert finding.location.column >= 1
        assert finding.message.strip()
    errors = [finding for finding in linted.findings if finding.severity is Severity.ERROR]
    assert (linted.rubric is None) == bool(errors)
    if linted.rubric is not None:
        assert linted.rubric.criteria
        assert all(set(each.scale.level_ids) == set(each.descriptors) for each in linted.rubric.criteria)
        assert linted.rubric.decision.cut in linted.rubric.scale.level_ids


@MODEST
@given(st.binary(max_size=400))
def test_any_bytes(content):
    hold(content)


@MODEST
@given(st.text(max_size=400))
def test_any_text(text):
    hold(text.encode("utf-8", "surrogatepass"))


@MODEST
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_pieces_of_yaml(pieces):
    hold("".join(pieces).encode())


@settings(MODEST, max_examples=400)
@given(st.data())
def test_a_rubric_with_anything_done_to_it(data):
    lines = SOUND.splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        what = data.draw(st.sampled_from(["drop", "double", "move", "put", "cut", "replace"]))
        piece = data.draw(st.sampled_from(PIECES))
        column = data.draw(st.integers(0, len(lines[at])))
        head, _, tail = lines[at].partition(": ")
        lines[at : at + 1] = {
            "drop": [],
            "double": [lines[at]] * 2,
            "move": [lines[-1], lines[at]],
            "put": [lines[at][:column] + piece + lines[at][column:]],
            "cut": [lines[at][:column]],
            "replace": [f"{head}: {piece}\n" if tail else piece],
        }[what]
        lines = lines or [""]
    hold("".join(lines).encode("utf-8", "surrogatepass"))


@MODEST
@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
), st.sampled_from(["roles", "scale", "decision", "standards", "extends", "expect", "version", "title"]))  # fmt: skip
def test_any_value_in_the_place_of_a_part(value, key):
    start = SOUND.index(f"\n{key}:") + 1 if f"\n{key}:" in SOUND else len(SOUND)
    end = start
    while end < len(SOUND) and (end == start or SOUND[end] == " "):
        end = SOUND.find("\n", end) + 1 or len(SOUND)
    hold(f"{SOUND[:start]}{key}: {json.dumps(value)}\n{SOUND[end:]}".encode())


WORDS = [
    "the", "a", "of", "and", "or", "not", "no", "without", "more", "most", "some", "all", "each", "at", "least", "than",
    "as", "such", "that", "which", "is", "are", "was", "states", "names", "shows", "understands", "knows", "earner",
    "reviewer", "source", "sources", "evidence", "appropriate", "good", "clear", "criteria", "assessment", "two", "3",
    "85", "%", "(", ")", ",", ".", ";", ":", "-", "\u2013", "/", "\\", '"', "'", "\u201c", "\u201d", "...", "e.g.",
    "i.e.", "C01.1", "LMS", "IEPs", "it's", "don\u2019t", "\u00e9t\u00e9", "\u65e5\u672c", "\U0001f642", "\u200b", "x",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join) | st.text(max_size=60)


@settings(MODEST, max_examples=300)
@example({"not_met": "assessment", "partly_met": "assessment", "met": '" understands earner'}, "", "")
@given(st.dictionaries(st.sampled_from(["not_met", "partly_met", "met"]), TEXT, min_size=1), TEXT, TEXT)
def test_any_wording(levels, text, title):
    block = json.dumps({"id": "C01.1", "title": title, "text": text, "levels": levels})
    head, _, rest = SOUND.partition("      - id: C01.1\n")
    after = rest[rest.index("  - id: S02") :]
    hold(f"{head}      - {block}\n{after}".encode("utf-8", "surrogatepass"))
