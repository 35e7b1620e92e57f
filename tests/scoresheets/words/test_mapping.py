from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqa.errors import UsageError
from mcqa.scoresheets.shapes.table import RATING, Column, Table
from mcqa.scoresheets.words.headers import fold
from mcqa.scoresheets.words.mapping import (
    FIELDS,
    IGNORE,
    NON_SCORES,
    Mapping,
    check_targets,
    code_of,
    mapping_text,
    parse_map,
    read_mapping,
)

PLAIN = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
HEADERS = st.dictionaries(PLAIN.filter(fold), st.sampled_from([*FIELDS, IGNORE, "C01.1", "1.1"]), max_size=5).filter(
    lambda pairs: len({fold(text) for text in pairs}) == len(pairs)
)
VALUES = st.dictionaries(PLAIN.filter(str.strip), PLAIN.map(str.strip).filter(bool), max_size=5).filter(
    lambda pairs: len({code_of(text) for text in pairs}) == len(pairs)
)


def written(tmp_path, text):
    path = tmp_path / "map.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("text", "header", "target"),
    [
        ("Rating (1-4)=level", "Rating (1-4)", "level"),
        (" a = b = unit ", "a = b", "unit"),
        ("Case=Micro-credential", "Case", "unit"),
        ("Who=reviewer", "Who", "rater"),
        ("x=IGNORE", "x", "ignore"),
        ("Q7=C01.1", "Q7", "C01.1"),
        ("Q7=1.1", "Q7", "1.1"),
        ("How easy=ease_of_use", "How easy", "ease_of_use"),
    ],
)
def test_the_last_equals_sign_divides_and_common_words_name_fields(text, header, target):
    assert parse_map([text]) == Mapping(headers=((header, target),))


def test_every_fault_of_the_option_is_told_at_once():
    with pytest.raises(UsageError) as caught:
        parse_map(["Rating", "a=ease use", "=unit", "???=unit", "b=", "Case=unit", "case:=rater", "ok=level"])
    for part in (
        '"Rating": it has no =',
        '"a=ease use": "ease use" is no field and no component; did you mean ease_of_use?',
        '"=unit": a heading needs a letter or a digit',
        '"???=unit": a heading needs a letter or a digit',
        '"b=": the meaning is missing',
        '"case:=rater": it cannot mean both unit and rater',
    ):
        assert part in caught.value.message, part
    assert "ok=level" not in caught.value.message


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(UsageError, match="no text"):
        parse_map(["a\udcff=unit"])


def test_the_same_said_twice_is_said_once():
    assert parse_map(["A=unit", "a=unit"]).headers == (("A", "unit"), ("a", "unit"))
    assert parse_map(["A=unit", "A=unit"]).headers == (("A", "unit"),)
    assert parse_map([]) == Mapping()


@given(HEADERS, VALUES)
def test_a_mapping_written_and_read_back_is_the_same(tmp_path_factory, headers, values):
    mapping = Mapping(headers=tuple(headers.items()), values=tuple(values.items()))
    path = tmp_path_factory.getbasetemp() / "back.yaml"
    path.write_bytes(mapping_text(mapping).encode())
    assert read_mapping(path) == mapping


def test_long_headings_are_written_so_that_they_can_be_read(tmp_path):
    mapping = Mapping(headers=(("why " * 400 + "?", "comment"),), values=(("y" * 2000, "met"),))
    assert read_mapping(written(tmp_path, mapping_text(mapping))) == mapping


def test_words_of_a_mapping_file_stay_text(tmp_path):
    text = "format: mcqa-mapping/1\nvalues: {Yes: met, No: not_met, 012: partly_met, 1.10: met, -1: missing, 1: met}\n"
    assert read_mapping(written(tmp_path, text)).values == (
        ("Yes", "met"),
        ("No", "not_met"),
        ("012", "partly_met"),
        ("1.10", "met"),
        ("-1", "missing"),
        ("1", "met"),
    )


def test_every_fault_of_a_mapping_file_is_told_at_once_with_its_line(tmp_path):
    text = """\
format: mcqa-mapping/2
header: {a: unit}
headers:
  Rating: the level
  Case: unit
  case: rater
  Case: group
  Empty:
  "!": unit
values:
  Yes: met
  yes: not_met
  [a]: met
"""
    with pytest.raises(UsageError) as caught:
        read_mapping(written(tmp_path, text))
    for part in (
        'line 1: the format is "mcqa-mapping/2"; expected mcqa-mapping/1',
        "line 2: `header` is no key of a mapping; did you mean `headers`?",
        'line 4: "Rating": "the level" is no field and no component',
        'line 6: "case": it cannot mean both unit and rater',
        "line 7: `Case` stands twice; it was first given in line 5",
        "line 8: `Empty` needs a text",
        'line 9: "!": a heading needs a letter or a digit',
        'line 12: "yes": it cannot mean both met and not_met',
        "line 13: expected a plain word",
    ):
        assert part in caught.value.message, part


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "the file is empty"),
        (b"headers: {a: unit}\n", "`format: mcqa-mapping/1` is missing"),
        (b"format: mcqa-mapping/1\nheaders: [a]\n", "line 2: expected keys with values"),
        (b"format: mcqa-mapping/1\nheaders: {a: &x unit, b: *x}\n", "line 2: an alias"),
        (b"format: \xff\n", "is not UTF-8"),
        (b"a: b: c", "line 1"),
        (b"format: mcqa-mapping/1\n---\n", "a second YAML document"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused_in_a_sentence(text, said, tmp_path):
    with pytest.raises(UsageError) as caught:
        read_mapping(written(tmp_path, text))
    assert said in caught.value.message
    assert "map.yaml" in caught.value.message


def test_a_mapping_that_is_not_there_is_wrong_usage(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_mapping(tmp_path / "none.yaml")
    with pytest.raises(UsageError, match="cannot be read"):
        read_mapping(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_no_mapping_and_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "map.yaml")
    with pytest.raises(UsageError, match="a pipe or a device, not a file"):
        read_mapping(tmp_path / "map.yaml")


def test_many_faults_are_counted_not_listed(tmp_path):
    entries = "".join(f"  a{number}: not a field\n" for number in range(50))
    with pytest.raises(UsageError, match="and 30 more"):
        read_mapping(written(tmp_path, f"format: mcqa-mapping/1\nheaders:\n{entries}"))


def test_targets_become_the_ids_of_the_rubric(rubric):
    mapping = Mapping(
        headers=(("a", "1.1"), ("b", "unit"), ("c", "ignore"), ("d", "c01.2")),
        values=(("x", "MET"), ("y", "Partly met"), *((name, name) for name in NON_SCORES)),
    )
    checked = check_targets(mapping, rubric)
    assert [target for _, target in checked.headers] == ["C01.1", "unit", "ignore", "C01.2"]
    assert [target for _, target in checked.values] == ["met", "partly_met", *NON_SCORES]


def test_what_the_rubric_does_not_have_is_told_all_at_once(rubric):
    mapping = Mapping(headers=(("a", "C09.9"), ("b", "leval")), values=(("x", "mett"), ("y", "cannot tel")))
    with pytest.raises(UsageError) as caught:
        check_targets(mapping, rubric)
    for part in (
        "does not fit the rubric try-out",
        '"a": "C09.9" is no field and no component',
        '"b": "leval" is no field and no component; did you mean level?',
        '"x": "mett" is no level; did you mean met?',
        '"y": "cannot tel" is no level; did you mean cannot_tell?',
    ):
        assert part in caught.value.message, part


def test_a_later_mapping_wins():
    before = Mapping(headers=(("a", "unit"), ("b", "rater")), values=(("1", "met"),))
    after = before.with_more(Mapping(headers=(("a", "group"),), values=(("2", "met"),)))
    assert after == Mapping(headers=(("a", "group"), ("b", "rater")), values=(("1", "met"), ("2", "met")))


def test_what_counts_as_the_same_words_is_merged_to_one():
    before = Mapping(headers=(("Rating (1-4)", "level"), ("b", "rater")), values=(("Yes", "met"), ("2", "met")))
    after = before.with_more(Mapping(headers=(("rating 1-4", "score"),), values=(("YES ", "not_met"), ("2.0", "met"))))
    assert after.headers == (("rating 1-4", "score"), ("b", "rater"))
    assert after.values == (("YES ", "not_met"), ("2.0", "met"))


@given(HEADERS, VALUES, HEADERS, VALUES)
def test_mappings_put_together_can_be_written_and_read_back(tmp_path_factory, headers, values, more, others):
    spoilt = {text.upper(): meaning for text, meaning in headers.items() if fold(text.upper())}
    mapping = Mapping(headers=tuple(headers.items()), values=tuple(values.items()))
    for each, codes in ((spoilt, values), (more, others)):
        mapping = mapping.with_more(Mapping(tuple(each.items()), tuple(codes.items())))
    path = tmp_path_factory.getbasetemp() / "merged.yaml"
    path.write_bytes(mapping_text(mapping).encode())
    assert read_mapping(path) == mapping


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1, "1"),
        (1.0, "1"),
        ("1.0", "1"),
        (" 1 ", "1"),
        ("-1", "-1"),
        ("A+", "a+"),
        ("Not\xa0 Met\n", "not met"),
        (None, ""),
    ],
)
def test_codes_are_compared_by_what_was_typed_with_every_sign(value, code):
    assert code_of(value) == code


def test_a_column_gives_its_codes_a_meaning_before_the_table_does():
    column = Column(0, "C01.1", RATING, "profile", criterion="C01.1", values=(("1", "met"),))
    table = Table((0,), (1,), (column,), {}, "form:x", values=(("1", "not_met"), ("9", "missing")))
    said = [table.meant(column, value) for value in (1, "1", 9, "8", None)]
    assert said == ["met", "met", None, "8", None]
    assert table.meant(column._replace(values=()), "1") == "not_met"
    assert Table((0,), (1,), (column,), {}, "wide").meant(column._replace(values=()), 1) == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((("Not met", "met"),), ['"Not met" is the label of the level not_met and cannot mean met']),
        ((("NOT_MET", "met"),), ['"NOT_MET" is the id of the level not_met and cannot mean met']),
        ((("2", "not_met"),), ['"2" is the score of the level met and cannot mean not_met']),
        ((("Met", "missing"),), ['"Met" is the label of the level met and cannot mean missing']),
        ((("Met", "not_met"), ("met", "not_met"), ("0", "met")), ['"Met" is', '"met" is', '"0" is the score']),
        ((("Met", "met"), ("0", "not_met"), ("yes", "met"), ("3", "met")), []),
        # codes of their own for every level
        ((("1", "not_met"), ("2", "partly_met"), ("3", "met")), []),
    ],
)
def test_the_words_of_a_level_cannot_mean_another(rubric, values, said):
    mapping = Mapping(values=values)
    if not said:
        assert check_targets(mapping, rubric) == mapping
        return
    with pytest.raises(UsageError) as caught:
        check_targets(mapping, rubric)
    assert len(caught.value.faults) == len(said)
    for fault, part in zip(caught.value.faults, said, strict=True):
        assert part in fault


def test_codes_of_a_tool_may_be_other_numbers_than_the_scores(rubric):
    mapping = Mapping(values=(("1", "not_met"), ("2", "met")))
    assert check_targets(mapping, rubric, codes=True) == mapping
    with pytest.raises(UsageError):
        check_targets(Mapping(values=(("Met", "not_met"),)), rubric, codes=True)


def test_several_faults_stand_one_on_each_line():
    with pytest.raises(UsageError) as caught:
        parse_map(["a", "b="])
    assert caught.value.lines == ("--map:", '  "a": it has no =', '  "b=": the meaning is missing')
    with pytest.raises(UsageError) as caught:
        parse_map(["a"])
    assert caught.value.lines == (caught.value.message,) == ('--map: "a": it has no =',)
