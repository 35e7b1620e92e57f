"""A tree held against the format: what fits becomes data, what does not becomes a finding, and reading goes on."""

import pytest

from mcqa.rubric.bounds import MOST_OF_A_KIND, is_rest
from mcqa.rubric.read import dotted

HEAD = 'format: mcqa-rubric/1\nid: a\nversion: "1.0.0"\ntitle: A\nstatus: local\nlanguage: en\nextends: b.yaml\n'


def short(reading):
    return [(each.code, each.location.line, each.location.column) for each in reading.findings]


@pytest.mark.parametrize(
    "typed",
    [
        "Yes",
        "No",
        "on",
        "OFF",
        "y",
        "012",
        "1.10",
        "null",
        "~",
        "NULL",
        "1:30",
        "2024-05-01",
        "0x1f",
        "7",
        "1_000",
        ".inf",
    ],
)
def test_words_of_yaml_1_1_stay_text(read, typed):
    reading = read(f"{HEAD}source: {typed}\n")
    assert reading.data["source"] == typed
    told = [] if typed == "y" else [("L003", 8, 9)]  # no resolver in use takes a single letter for a truth value
    assert short(reading) == told


@pytest.mark.parametrize("typed", ["'Yes'", '"012"', "yes please", "1.0.0", "01a", "version 2", "2024-5", "nul", "1e3"])
def test_text_that_every_reader_takes_for_text_is_not_remarked(read, typed):
    reading = read(f"{HEAD}source: {typed}\n")
    assert reading.data["source"] == typed.strip("'\"")
    assert short(reading) == []


def test_a_word_in_a_block_is_text_to_every_reader(read):
    reading = read(f"{HEAD}source: |-\n  Yes\n")
    assert reading.data["source"] == "Yes"
    assert short(reading) == []


def test_the_note_names_what_others_see_and_what_to_write(read):
    (finding,) = read(f"{HEAD}source: 1:30\n").findings
    assert finding.message == "source: unquoted 1:30 is text here, but a number to other tools"
    assert (finding.hint, finding.subject, finding.value) == ('write "1:30"', "source", "1:30")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1", 1.0),
        ("-0.5", -0.5),
        ("+2", 2.0),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e2", 100.0),
        ("1E-2", 0.01),
        ("08", 8.0),
        ("0", 0.0),
    ],
)
def test_numbers_are_those_of_yaml_1_2(read, typed, value):
    reading = read(
        f"{HEAD}scale: {{type: ordinal, levels: [{{id: a, label: A, score: {typed}}}, {{id: b, label: B}}]}}\n"
    )
    assert reading.data["scale"]["levels"][0]["score"] == value
    assert short(reading) == []


@pytest.mark.parametrize(
    "typed",
    [
        "one",
        ".inf",
        "-.inf",
        ".nan",
        "1e999",
        "0x1f",
        "1_000",
        "1:30",
        "1;5",
        "'1'",
        "٣",
        "\uff11",
        "",
        "~",
        "[1]",
        "1 2",
        "--1",
    ],
)
def test_what_is_no_number_is_refused(read, typed):
    reading = read(
        f"{HEAD}scale: {{type: ordinal, levels: [{{id: a, label: A, score: {typed}}}, {{id: b, label: B}}]}}\n"
    )
    assert [code for code, _, _ in short(reading)] == ["L006"]
    assert "score" not in reading.data["scale"]["levels"][0]


@pytest.mark.parametrize(("typed", "here", "elsewhere"), [("012", 12, 10), ("-07", -7, -7), ("0017", 17, 15)])
def test_a_number_that_counts_in_eights_elsewhere_is_remarked(read, typed, here, elsewhere):
    reading = read(
        f"{HEAD}scale: {{type: ordinal, levels: [{{id: a, label: A, score: {typed}}}, {{id: b, label: B}}]}}\n"
    )
    assert reading.data["scale"]["levels"][0]["score"] == here
    told = (
        [f"scale.levels[0].score: {typed} is {here} here, but {elsewhere} to other tools"] if here != elsewhere else []
    )
    assert [each.message for each in reading.findings] == told


@pytest.mark.parametrize(
    ("key", "typed", "fits"),
    [
        ("min_ratings", "1", True),
        ("min_ratings", "3.0", True),
        ("min_ratings", "2.5", False),
        ("min_ratings", "0", False),
        ("pass_share", "0", True),
        ("pass_share", "1", True),
        ("pass_share", "1.01", False),
        ("pass_share", "-0.1", False),
        ("pass_share", "85", False),
    ],
)
def test_limits_are_kept(read, key, typed, fits):
    reading = read(f"{HEAD}decision: {{{key}: {typed}}}\n")
    assert (key in reading.data["decision"]) == fits
    assert [code for code, _, _ in short(reading)] == ([] if fits else ["L006"])


@pytest.mark.parametrize(("typed", "value"), [("true", True), ("True", True), ("FALSE", False), ("false", False)])
def test_truth_values_are_those_of_yaml_1_2(read, typed, value):
    reading = read(f"{HEAD}standards: [{{id: S, components: [{{essential: {typed}}}]}}]\n")
    assert reading.data["standards"][0]["components"][0]["essential"] is value


@pytest.mark.parametrize("typed", ["yes", "No", "on", "1", "'true'", "tRUE", "null"])
def test_what_is_no_truth_value_is_refused(read, typed):
    reading = read(f"{HEAD}standards: [{{id: S, components: [{{essential: {typed}}}]}}]\n")
    assert "essential" not in reading.data["standards"][0]["components"][0]
    assert "L006" in {code for code, _, _ in short(reading)}


@pytest.mark.parametrize("typed", ["a", "A1", "C01.1", "mpos-qas", "a_b.c-d"])
def test_ids(read, typed):
    reading = read(HEAD.replace("id: a", f"id: {typed}"))
    assert reading.data["id"] == typed


@pytest.mark.parametrize("typed", ["1a", "-a", "'a b'", "'a '", '"a\\n"', "é", "a/b", "''", "[a]", "S\u0661", "a,b"])
def test_what_is_no_id(read, typed):
    reading = read(HEAD.replace("id: a", f"id: {typed}"))
    assert short(reading) == [("L006", 2, 5)]
    assert "id" not in reading.data


def test_duplicate_keys_at_every_depth_keep_the_first(read):
    text = f"{HEAD}id: c\nid: d\nexpect:\n  standards: 1\n  standards: 2\nstandards:\n  - id: S\n"
    text += "    components:\n      - levels:\n          a: x\n          a: y\n"
    reading = read(text)
    duplicates = [each for each in short(reading) if each[0] == "L002"]
    assert duplicates == [("L002", 8, 1), ("L002", 9, 1), ("L002", 12, 3), ("L002", 18, 11)]
    assert reading.data["id"] == "a"
    assert reading.data["expect"] == {"standards": 1}
    assert reading.data["standards"][0]["components"][0]["levels"] == {"a": "x"}


def test_a_duplicate_is_told_with_the_line_of_the_first(read):
    (finding,) = read(f"{HEAD}id: c\n").findings
    assert finding.message == "the key `id` stands twice; it was first given in line 2"


def test_keys_that_differ_only_in_quotes_are_duplicates(read):
    assert short(read(f"{HEAD}'id': c\n")) == [("L002", 8, 1)]


@pytest.mark.parametrize("key", ["[a]", "{a: b}", "? [a]\n", "? {a: b}\n", "? - a\n", "[]", "{}"])
def test_a_key_that_is_no_word_is_refused_and_reading_goes_on(read, key):
    reading = read(f"{HEAD}{key}: x\nsource: y\n")
    assert [code for code, _, _ in short(reading)] == ["L006"]
    assert reading.data["source"] == "y"


@pytest.mark.parametrize("key", ["1", "true", "null", "~", "''", "2024-05-01", "é", "Format", " "])
def test_other_keys_are_unknown_words(read, key):
    reading = read(f"{HEAD}'{key.strip(chr(39))}': x\n")
    assert short(reading) == [("L005", 8, 1)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("- a\n- b\n", (1, 1)),
        ("word\n", (1, 1)),
        ("\n\n  12\n", (3, 3)),
        ("[]\n", (1, 1)),
        ("---\n", (2, 1)),
        ("''\n", (1, 1)),
    ],
)
def test_a_file_that_is_no_mapping(read, text, place):
    reading = read(text)
    assert short(reading) == [("L006", *place)]
    assert reading.data == {}


def test_an_empty_mapping_lacks_every_required_key(read):
    missing = [each.message.rpartition("`")[0].rpartition("`")[2] for each in read("{}\n").findings]
    assert missing == ["format", "id", "version", "title", "status", "language", "scale", "decision", "standards"]


def test_values_know_their_places_and_keys_theirs(read):
    reading = read(f"{HEAD}expect: {{standards: 3}}\n")
    assert reading.place(("expect", "standards"))[1:3] == (8, 21)
    assert reading.key_place(("expect", "standards"))[1:3] == (8, 10)
    assert reading.place(("expect", "components"))[1:3] == (8, 9)
    assert reading.place(("nowhere", 0, "at all"))[1:3] == (1, 1)


def test_long_words_are_cut_in_messages(read):
    (finding,) = read(f"{HEAD}{'x y ' * 200}: z\n").findings
    assert len(finding.message) < 100


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), "the file"),
        (("a",), "a"),
        (("standards", 0, "components", 2, "levels", "met"), "standards[0].components[2].levels.met"),
    ],
)
def test_paths_are_written_as_people_read_them(path, text):
    assert dotted(path) == text


def test_a_record_with_an_id_is_named_by_it_where_a_key_is_missing(read):
    text = HEAD + "standards:\n  - id: S01\n    components:\n      - id: C01.1\n        title: A\n      - title: B\n"
    missing = {(each.message, each.subject) for each in read(text).findings if each.code == "L007"}
    assert ("component C01.1 has no key `text`", "standards[0].components[0]") in missing
    assert ("standards[0].components[1] has no key `id`", "standards[0].components[1]") in missing


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("".join(f"odd{number}: x\n" for number in range(3000)), "L005"),
        ("id: b\n" * 3000, "L002"),
        ("glossary:\n" + "".join(f"  t{number}: yes\n" for number in range(3000)), "L003"),
        ("roles: [" + "*a, " * 3000 + "]\n", "L004"),
        ("roles: [" + "[], " * 3000 + "]\n", "L006"),
        ("standards: [" + "{}, " * 3000 + "]\n", "L007"),
    ],
)
def test_of_thousands_of_faults_the_first_are_told_and_that_there_are_more(read, body, code):
    found = [each for each in read(HEAD + body).findings if each.code == code]
    assert len(found) == MOST_OF_A_KIND + 1
    assert is_rest(found[-1])
    assert not any(map(is_rest, found[:-1]))
