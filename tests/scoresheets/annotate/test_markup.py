import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqa.scoresheets.annotate.markup import (
    Change,
    OddWorkbookError,
    appended,
    changed,
    child,
    decoded,
    end_of,
    plain,
    root,
    tags,
    with_attribute,
)


def test_tags_are_found_with_their_kind_and_attributes():
    text = '<?xml version="1.0"?><!-- <no/> --><x:a b="1>2" c=\'3\'><d/><![CDATA[<no/>]]></x:a>'
    found = [(tag.name, tag.prefix, tag.closing, tag.empty) for tag in tags(text)]
    assert found == [("a", "x:", False, False), ("d", "", False, True), ("a", "x:", True, False)]
    assert (root(text).get("b"), root(text).get("c"), root(text).get("d")) == ("1>2", "3", None)


def test_text_is_put_at_the_end_of_an_element_and_its_count_is_set():
    assert appended('<a><b count="1"><c/></b></a>', "b", "<c/>", count=2) == '<a><b count="2"><c/><c/></b></a>'
    assert appended("<a><b/></a>", "b", "<c/>", count=1) == '<a><b count="1"><c/></b></a>'
    assert appended('<x:b k="v" />', "b", "<c/>") == '<x:b k="v"><c/></x:b>'


@pytest.mark.parametrize(("text", "name"), [("<a/>", "b"), ("<a><b></a>", "b")])
def test_what_is_not_there_or_not_closed_is_odd(text, name):
    with pytest.raises(OddWorkbookError):
        appended(text, name, "<c/>")
    with pytest.raises(OddWorkbookError):
        end_of(text, name)


def test_an_attribute_is_set_or_added():
    for text, want in (('<c r="A1" s="3"/>', '<c r="A1" s="7"/>'), ('<c r="A1">', '<c r="A1" s="7">')):
        assert changed(text, [with_attribute(root(text), text, "s", "7")]) == want


def test_changes_at_one_place_keep_their_order_and_the_rest_stays():
    assert changed("abcd", [Change(3, 4, "D"), Change(1, 1, "x"), Change(1, 1, "y")]) == "axybcD"


def test_text_in_utf_16_is_read_and_says_afterwards_that_it_is_utf_8():
    text = '<?xml version="1.0" encoding="UTF-16"?><a>ü</a>'
    assert decoded(text.encode("utf-16")) == '<?xml version="1.0" encoding="UTF-8"?><a>ü</a>'
    assert decoded(b"\xef\xbb\xbf<a/>") == "<a/>"
    with pytest.raises(OddWorkbookError):
        decoded(b"<a>\xff</a>")


@given(st.text())
def test_any_text_can_stand_in_an_attribute_and_between_tags(text):
    whole = f'<a b="{plain(text)}">{plain(text)}</a>'
    assert [tag.name for tag in tags(whole)] == ["a", "a"]
    whole.encode("utf-8")


def test_a_search_for_a_tag_gives_the_first_one():
    assert child("<a><b c='1'/><b c='2'/></a>", "b").get("c") == "1"
    assert child("<a></b></a>", "b") is None
