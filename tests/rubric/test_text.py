"""Bytes to a tree: every fault of the text has its line and column, and nothing can explode."""

import time
import tracemalloc

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mcqa.rubric import text as rubric_text
from mcqa.rubric.python_loader import PythonLoader
from mcqa.rubric.text import MAX_BYTES, MAX_DEPTH, MAX_VALUES, AliasNode, parse


@pytest.fixture(params=["parser in C", "parser in Python"], autouse=True)
def loader(request, monkeypatch):
    if request.param == "parser in Python":
        monkeypatch.setattr(rubric_text, "_Loader", PythonLoader)
    elif not yaml.__with_libyaml__:
        pytest.skip("this PyYAML was built without the parser in C")
    return request.param


def found(content):
    parsed = parse(content if isinstance(content, bytes) else content.encode(), "r.yaml")
    return [(each.code, each.location.line, each.location.column) for each in serious(parsed)]


def serious(parsed):
    """What is found apart from white space, of which these short texts take no care."""
    return [each for each in parsed.findings if each.code != "L009"]


def plain(node):
    """The tree as plain data, scalars as typed."""
    if isinstance(node, yaml.MappingNode):
        return {plain(key): plain(value) for key, value in node.value}
    return [plain(item) for item in node.value] if isinstance(node, yaml.SequenceNode) else node.value


def test_scalars_stay_as_typed():
    typed = "a: [Yes, No, on, 012, 1.10, null, ~, 1:30, 2024-05-01, 0x1f, 1e3, .inf, 'x', \"y\", true, =, <<]"
    expected = ["Yes", "No", "on", "012", "1.10", "null", "~", "1:30", "2024-05-01", "0x1f", "1e3", ".inf", "x", "y"]
    assert plain(parse(typed.encode(), "r").root) == {"a": [*expected, "true", "=", "<<"]}


def test_nodes_know_their_place():
    root = parse(b"a:\n  - b\n  - {c: d}\n", "r").root
    ((_, items),) = root.value
    ((_, inner),) = items.value[1].value
    assert [(node.start_mark.line, node.start_mark.column) for node in (root, items, items.value[0], inner)] == [
        (0, 0),
        (1, 2),
        (1, 4),
        (2, 8),
    ]


def test_columns_count_characters_not_bytes():
    ((key, value),) = parse("größe: 𝄞 é".encode(), "r").root.value
    assert (key.start_mark.column, value.start_mark.column, value.value) == (0, 7, "𝄞 é")


@pytest.mark.parametrize(
    "content", [b"a: b\nc: d\n", b"\xef\xbb\xbfa: b\nc: d\n", b"a: b\r\nc: d\r\n", b"a: b\rc: d\r", b"a: b\nc: d"]
)
def test_byte_order_mark_and_line_ends_do_not_matter(content):
    parsed = parse(content, "r")
    assert plain(parsed.root) == {"a": "b", "c": "d"}
    assert (parsed.root.value[1][0].start_mark.line, parsed.root.value[1][0].start_mark.column) == (1, 0)
    assert serious(parsed) == []


@pytest.mark.parametrize("content", ["", "\n", "  \n\n", "# only a comment\n", "\ufeff", "\r\n"])
def test_an_empty_file(content):
    assert found(content) == [("L001", 1, 1)]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"title: caf\xe9", (1, 11)),
        ("a: é ".encode() + b"\xe9", (1, 6)),
        (b"\xef\xbb\xbfa: b\r\nc: \xff", (2, 4)),
        (b"a: b\rc: \xff", (2, 4)),
        ("a: b".encode("utf-16"), (1, 1)),
        (b"a: \xed\xa0\x80", (1, 4)),
        (b"a: \xc3", (1, 4)),
        (b"PK\x03\x04\x14\x00\x06\x00\x08", (1, 3)),
        (b"a: \x00", (1, 4)),
        ("é: é\n\x07".encode(), (2, 1)),
        ("a: b\x85".encode(), (1, 5)),
        ("a: b\u2029".encode(), (1, 5)),
        ("a: b".encode("utf-16-le"), (1, 2)),
        (b"a: \x1b[31m", (1, 4)),
    ],
)
def test_what_is_no_utf_8_text_is_told_with_its_place(content, place):
    assert found(content) == [("L008", *place)]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("a:\n\tb: c\n", (2, 1)),
        ("\ta: b\n", (1, 1)),
        ("a:\n  \tb: c\n  d: e\n", (2, 3)),
        ("a:\n\t- b\n", (2, 1)),
        ("a: b\n\tc: d\n", (2, 1)),
        ("a:\n  - b\n\t- c\n", (3, 1)),
        ("a:\r\n\tb: c\r\n", (2, 1)),
        ("\t", (1, 1)),
    ],
)
def test_a_tab_that_indents_is_told_with_its_place(content, place):
    assert found(content) == [("L008", *place)]


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ('a: "b\tc"\n', "b\tc"),
        ("a: b\t# c\n", "b"),
        ("a: b \t \n", "b"),
        ("a: b\t", "b"),
        ("a:\tb\n", "b"),
        ("a: b\tc\n", "b\tc"),
        ("a: 'b'\t\n", "b"),
        ("a: b \t\n  c\t\n", "b c"),
        ("a: b\n  \t\n  c\n", "b\nc"),
        ("a: b\r\n  \tc\r\n", "b c"),
        ("a: [\tb,\tc\t]\t\n", ["b", "c"]),
        ("a: |\n  b\n  \tc\n", "b\n\tc\n"),
        ("a: |\t\n  b\n", "b\n"),
        ("a: >-\t# c\n  b\n", "b"),
        ("a: |2+\t\n   b\n\n", " b\n\n"),
        ("a: b\n...\t\n", "b"),
    ],
)
def test_a_tab_elsewhere_is_no_fault(content, value):
    assert found(content) == []
    assert plain(parse(content.encode(), "r").root) == {"a": value}


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ('a: "\\ud800"\n', (1, 7)),
        ('a: "b\\n\\"\\udfff c"\n', (1, 12)),
        ('a: b\n"\\U0000D800": c\n', (2, 4)),
        ('a: "\\ud83d\\ude42"\n', (1, 7)),
    ],
)
def test_half_of_a_character_is_no_text(content, place):
    assert found(content) == [("L008", *place)]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ('a: "\\U00110000"\n', (1, 7)),
        ('a: b\nc: "\\UFFFFFFFF"\n', (2, 7)),
        ('a: "\\u12"\n', (1, 7)),
        ('a: "b c', (1, 4)),
    ],
)
def test_an_escape_that_stands_for_nothing_is_broken_yaml(content, place):
    assert found(content) == [("L001", *place)]


@pytest.mark.parametrize("content", ['a: "\\\\ud800"', "a: '\\ud800'", "a: \\ud800", 'a: "\\U0001F642 \\x41 \\ue000"'])
def test_what_only_looks_like_half_of_a_character_is_text(content):
    assert found(content) == []


@pytest.mark.parametrize("version", ["9" * 5000 + ".1", "1." + "9" * 5000])
def test_a_version_of_yaml_of_any_length_is_told(version):
    assert [code for code, _, _ in found(f"%YAML {version}\n---\na: b\n")] == ["L001"]


TROUBLE = [
    "a", "b: ", "\t", "\t", " ", "\n", "\n  ", "- ", "# x", "'", '"', "|\n  ", ">-\n  ", "[", "]", ", ", "\\ud800",
    "\\U00110000", "\\t", '\\"', "\r\n", "---\n", "%YAML 1.2\n", "*a", "!t ", "\u00e9",
]  # fmt: skip


# the parser stays the same for all texts of a run
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(TROUBLE), max_size=12).map("".join))
def test_any_text_ends_with_a_tree_or_with_findings(text):
    for content in (text, f"k: {text}\nz: y\n"):
        parsed = parse(content.encode(), "r")
        assert all(each.location.line and each.location.column for each in parsed.findings)
        assert parsed.root is not None or serious(parsed)
        values = [plain(parsed.root)] if parsed.root else []
        str(values).encode()


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("a: b: c", (1, 5)),
        ("a: b\n c: d", (2, 3)),
        ("a: 'b\nc: d\n", (1, 4)),
        ('a: "b\n', (1, 4)),
        ("a: [b, c\n", (1, 4)),
        ("a: b\n---\nc: d", (2, 1)),
        ("%YAML 3.0\n---\na: b", (1, 1)),
        ("a: @b", (1, 4)),
        ("a: {b: c}}", (1, 10)),
        ("a: !x!y b\nc: [", (1, 4)),
    ],
)
def test_broken_yaml_is_told_with_its_place(content, place):
    assert found(content) == [("L001", *place)]


def test_a_colon_in_a_text_gets_the_hint_that_helps():
    (finding,) = parse(b"title: Sources: where\n", "r").findings
    assert finding.hint == "put the text in quotes: a colon and a space begin a new value"


def test_the_first_of_several_documents_is_still_read():
    parsed = parse(b"---\na: b\n...\n---\nc: d\n", "r")
    assert plain(parsed.root) == {"a": "b"}
    assert [each.location.line for each in parsed.findings] == [4]


def test_directives_tags_and_document_marks_are_no_fault():
    parsed = parse(b"%YAML 1.2\n---\na: !!str b\n...\n", "r")
    assert plain(parsed.root) == {"a": "b"}
    assert serious(parsed) == []


def test_nothing_is_constructed_from_a_tag(tmp_path):
    target = tmp_path / "made"
    parsed = parse(f"a: !!python/object/apply:pathlib.Path.touch [{target}]".encode(), "r")
    assert plain(parsed.root) == {"a": [str(target)]}
    assert not target.exists()


def test_aliases_are_refused_where_they_stand_and_the_rest_is_read():
    parsed = parse(b"a: &x [b]\nc: *x\n*x : d\ne: {<<: *x}\nf: *nowhere\n", "r")
    assert [(each.code, each.location.line, each.location.column) for each in parsed.findings] == [
        ("L004", 2, 4),
        ("L004", 3, 1),
        ("L004", 4, 9),
        ("L004", 5, 4),
    ]
    assert isinstance(parsed.root.value[1][1], AliasNode)
    assert len(parsed.root.value) == 5


def test_an_anchor_may_stand_twice_and_without_an_alias():
    assert found("a: &x b\nc: &x d\n") == []


def peak(content):
    tracemalloc.start()
    try:
        parsed = parse(content, "r")
        return parsed, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_bomb_of_aliases_stays_small():
    bomb = "a0: &a0 [lol]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    parsed, memory = peak(bomb.encode())
    assert [each.code for each in parsed.findings] == ["L004"] * 29 * 9
    assert memory < 5e6


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("[" * 2_500_000 + "]" * 2_500_000, (1, 1)),
        ("[" * 900_000, (1, MAX_DEPTH + 1)),
        ("{a: " * 400_000, (1, 4 * MAX_DEPTH + 1)),
        ("- " * 900_000, (1, 2 * MAX_DEPTH + 1)),
        ("\n".join(" " * n + "a:" for n in range(1500)), (MAX_DEPTH + 1, MAX_DEPTH + 1)),
    ],
)
def test_nesting_is_bounded_and_stays_small(content, place):
    encoded = content.encode()
    parsed, memory = peak(encoded)
    assert [(each.code, each.location.line, each.location.column) for each in parsed.findings] == [("L001", *place)]
    assert parsed.root is None
    # the text itself, decoded once and copied by the parser
    assert memory < 5 * min(len(encoded), MAX_BYTES) + 5e6


def test_depth_at_the_bound_is_read():
    assert found("[" * MAX_DEPTH + "]" * MAX_DEPTH) == []
    assert found("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)) == [("L001", 1, MAX_DEPTH + 1)]


def test_the_number_of_values_is_bounded(monkeypatch):
    assert MAX_VALUES == 100_000
    monkeypatch.setattr(rubric_text, "MAX_VALUES", 5)
    # one for the list itself
    assert found("[a, a, a, a]") == []
    assert found("[a, a, a, a, a]") == [("L001", 1, 14)]
    assert found("a: &x b\nc: [*x, *x]\n") == [("L001", 2, 5)]


def test_size_at_the_bound_is_read():
    head = b"a: b\n#"
    assert found(head + b"x" * (MAX_BYTES - len(head))) == []
    assert found(head + b"x" * (MAX_BYTES - len(head) + 1)) == [("L001", 1, 1)]


def test_many_escapes_and_tabs_take_no_time():
    texts = ["a: " + '"' + "\\x41" * 400_000 + '"', "- |\t\n  a\n" * 40_000, "a: b" + "\tb" * 400_000]
    started = time.perf_counter()
    for text in texts:
        assert found(text) == []
    assert time.perf_counter() - started < 60
