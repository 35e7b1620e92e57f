"""A rubric for reviewers: the same words on a terminal, as Markdown and as a page, and nothing that is not meant."""

import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from mcqa.lint.engine import load_rubric
from mcqa.reports.html import rubric_html
from mcqa.reports.rubric import show_document
from mcqa.reports.rubric_layout import rubric_markdown, rubric_text
from mcqa.reports.rubric_page import decision_words, rubric_page
from mcqa.rubric.bundled import shipped

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Seen(HTMLParser):
    """Reads a page: its tags in order with their attributes, its text, and whether every tag is closed."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.text = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.text.append(data)

    @property
    def words(self):
        return " ".join(" ".join(self.text).split())

    def all(self, *tags):
        return [attributes for tag, attributes in self.tags if tag in tags]


@pytest.fixture(params=shipped())
def rubric(request):
    return load_rubric(request.param)


@pytest.fixture
def one():
    return load_rubric("mpos-qas-reconstruction")


def plain(text):
    return " ".join(text.split())


def test_every_word_of_a_rubric_stands_in_every_form(rubric):
    page = rubric_page(rubric)
    texts = [plain(rubric_text(page, color=False)), plain(re.sub(r"\\(.)", r"\1", rubric_markdown(page)))]
    texts.append(Seen(rubric_html(page)).words)
    for text in texts:
        for component in rubric.criteria:
            assert component.id in text
            for words in (component.title, component.text, *component.descriptors.values()):
                assert plain(words) in text
            for anchor in component.anchors:
                assert plain(anchor.text) in text
        for sentence in decision_words(rubric):
            assert plain(sentence) in text
        assert rubric.version in text


def test_a_terminal_shows_80_columns_and_no_colour_unasked(rubric):
    page = rubric_page(rubric)
    lines = rubric_text(page, color=False).splitlines()
    assert [line for line in lines if len(line) > 80 or line != line.rstrip()] == []
    assert "\x1b" not in "".join(lines)
    colored = rubric_text(page, color=True)
    assert "\x1b[1m" in colored
    assert re.sub(r"\x1b\[\d*m", "", colored).split() == " ".join(lines).split()


def test_a_reconstruction_says_so_in_every_form(one):
    page = rubric_page(one)
    for text in (rubric_text(page, color=False), rubric_markdown(page), Seen(rubric_html(page)).words):
        assert "not the official wording and must not be called official" in plain(text)
    official = rubric_page(replace(one, status="official"))
    assert "must not be called official" not in rubric_html(official)


def test_the_page_needs_nothing_from_elsewhere(rubric):
    text = rubric_html(rubric_page(rubric))
    seen = Seen(text)
    assert seen.open == []
    assert text.startswith("<!doctype html>\n")
    assert seen.all("script", "link", "img", "iframe") == []
    assert "http:" not in text
    assert "https:" not in text
    assert "url(" not in text
    assert "@import" not in text
    assert rubric.path not in text
    for attributes in seen.all("a"):
        target = attributes["href"].removeprefix("#")
        assert [each for _, each in seen.tags if each.get("id") == target]


def test_the_page_can_be_read_by_a_screen_reader(rubric):
    seen = Seen(rubric_html(rubric_page(rubric)))
    assert seen.all("html") == [{"lang": "en", "dir": "ltr"}]
    assert len(seen.all("h1")) == len(seen.all("main")) == len(seen.all("nav")) == 1
    ids = [attributes["id"] for _, attributes in seen.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for attributes in seen.all("section", "article", "nav"):
        assert attributes["aria-labelledby"] in ids
    assert all(attributes["scope"] in {"col", "row"} for attributes in seen.all("th"))
    assert len(seen.all("caption")) == len(seen.all("table")) == len(rubric.criteria) + 1
    steps = [int(tag[1]) for tag, _ in seen.tags if re.fullmatch(r"h\d", tag)]
    assert all(after <= before + 1 for before, after in itertools.pairwise(steps))


def test_the_words_of_the_program_are_marked_as_english_in_a_rubric_of_another_language(one):
    seen = Seen(rubric_html(rubric_page(replace(one, language="es-MX"))))
    assert seen.all("html") == [{"lang": "es-MX", "dir": "ltr"}]
    assert {attributes.get("lang") for attributes in seen.all("h2")} == {"en", None}
    leftward = Seen(rubric_html(rubric_page(replace(one, language="ar"))))
    assert leftward.all("html") == [{"lang": "ar", "dir": "rtl"}]


def test_what_looks_like_markup_stays_text(one):
    hostile = '<script>alert("x")</script> & <b> | [a](b) `c` {{ 7 * 7 }}'
    component = one.criteria[0]._replace(title=hostile, text=hostile)
    standard = one.standards[0]._replace(criteria=(component, *one.standards[0].criteria[1:]))
    page = rubric_page(replace(one, title=hostile, standards=(standard, *one.standards[1:])))
    seen = Seen(rubric_html(page))
    assert seen.all("script", "b") == []
    assert hostile in seen.words
    assert "<script>" not in rubric_markdown(page).replace("\\<", "")


def test_a_control_character_does_not_reach_the_terminal(one):
    page = rubric_page(replace(one, title="a\x1b[2Jb"))
    assert "\x1b" not in rubric_text(page, color=False)
    assert "a\\x1b[2Jb" in rubric_text(page, color=False)


def test_a_glossary_is_shown_in_every_form_and_its_heading_only_then(one):
    without = rubric_page(one)
    page = rubric_page(replace(one, glossary={"Packet": "What reviewers are given."}))
    for lay_out in (lambda each: rubric_text(each, color=False), rubric_markdown, rubric_html):
        assert "What reviewers are given." in lay_out(page)
        assert "Glossary" in lay_out(page)
        assert "Glossary" not in lay_out(without)


@pytest.fixture
def overlay(one):
    """A component more in the first standard, and a standard more with one of its own and one of a further overlay."""
    extra = one.criteria[0]._replace(id="C01.9", added_by="state")
    first = one.standards[0]._replace(criteria=(*one.standards[0].criteria, extra))
    own = extra._replace(id="C14.1", standard="S14")
    further = extra._replace(id="C14.2", standard="S14", added_by="district")
    last = one.standards[0]._replace(id="S14", title="State rules", criteria=(own, further), added_by="state")
    standards = (first, *one.standards[1:], last)
    return replace(one, id="district", status="local", extends="state", standards=standards)


def test_what_an_overlay_adds_is_marked_once_in_every_form(overlay):
    page = rubric_page(overlay)
    text, markdown = rubric_text(page, color=False), rubric_markdown(page)
    title = overlay.criteria[0].title
    for said, marked in ((plain(text), "{} {} (added by {})"), (plain(markdown), "{} {} (added by {})")):
        for parts in (("C01.9", title, "state"), ("S14", "State rules", "state"), ("C14.2", title, "district")):
            assert marked.format(*parts) in said
        assert f"C14.1 {title} (added" not in said
        assert said.count("(added by") == 3
    seen = Seen(rubric_html(page))
    assert [attributes for attributes in seen.all("span") if attributes.get("class") == "mark"] == [
        {"class": "mark"}
    ] * 3
    assert f"C01.9 {title} added by state" in seen.words
    assert "S14 State rules added by state" in seen.words


def test_the_status_of_an_overlay_is_not_that_of_the_wording_it_extends(overlay):
    page = rubric_page(replace(overlay, status="official"))
    for text in (rubric_text(page, color=False), rubric_markdown(page), Seen(rubric_html(page)).words):
        assert "This is the official wording." not in text
        assert "extends state, whose wording keeps the status that it has there." in plain(text)
        assert "component that district adds is marked, and is official wording." in plain(text)


def test_an_overlay_as_data_says_what_it_adds(overlay):
    document = show_document(overlay)
    assert document.answer["extends"] == "state"
    by = {
        each["id"]: (each["added_by"], {part["added_by"] for part in each["components"]})
        for each in document.answer["standards"]
    }
    assert (by["S01"], by["S02"], by["S14"]) == (
        (None, {None, "state"}),
        (None, {None}),
        ("state", {"state", "district"}),
    )
    column = [each.title for each in document.tidied.columns].index("added_by")
    assert {row[column] for row in document.tidied.rows} == {None, "state", "district"}


def test_the_page_speaks_of_levels_as_reviewers_do_and_underlines_only_the_titles_of_its_contents(one):
    text = rubric_html(rubric_page(one))
    assert "Counts as met" in Seen(text).words
    assert not re.search(r"[Rr]each(es)? the cut", text)
    assert '<span class="id">S01</span> <span class="name">Competency focus</span></a>' in text
    links = re.findall(r"<li><a [^>]*>(.*?)</a></li>", text)
    assert len(links) == len(re.findall(r'<span class="name">', text)) == 2 + len(one.standards)


def test_what_a_reviewer_must_be_shown_and_who_must_act_is_said(one):
    text = plain(rubric_text(rubric_page(one), color=False))
    assert "Who must act: developer. Judged from the review packet." in text
    assert 'Judged from the issuer\'s dossier; a reviewer who was not shown it answers "Cannot tell".' in text


WORDS = [
    ({}, 'every component that applies to it reaches "Met".'),
    ({"cut": "partly_met"}, 'reaches "Partly met" or a higher level.'),
    ({"ties": "undecided"}, "Between two levels, the component stays undecided."),
    (
        {"consensus": "unanimous", "ties": "higher"},
        "Where they differ, the highest level that one of them chose counts.",
    ),
    ({"consensus": "median"}, "the middle one of their levels"),
    ({"consensus": "mean"}, "the level whose score is nearest to their mean"),
    ({"min_ratings": 3}, "A component with fewer than 3 ratings stays undecided."),
    ({"rule": "compensatory", "pass_share": 0.855}, "at least 85.5 % of the possible points."),
]


@pytest.mark.parametrize(("given", "said"), WORDS, ids=lambda value: str(value)[:40])
def test_the_decision_is_told_in_words(given, said, one):
    assert said in " ".join(decision_words(replace(one, decision=one.decision._replace(**given))))


def test_weights_and_essential_components_are_told_where_there_are_some():
    rubric = load_rubric("compensatory-example")
    text = " ".join(decision_words(rubric))
    assert 'and every essential component reaches "Nearly complete" or a higher level.' in text
    assert "(essential)" in rubric_text(rubric_page(rubric), color=False)
    heavy = rubric.criteria[0]._replace(weight=2)
    standard = rubric.standards[0]._replace(criteria=(heavy, *rubric.standards[0].criteria[1:]))
    weighted = replace(rubric, standards=(standard, *rubric.standards[1:]))
    assert "times the weight of the component" in " ".join(decision_words(weighted))
    assert "weight 2" in rubric_html(rubric_page(weighted))
