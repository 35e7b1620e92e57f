"""Paths from the root of the repository, and nothing about the machine."""

import os
from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqa.reports.lint.places import Places


def test_a_path_inside_is_told_from_the_root(tmp_path):
    places = Places(tmp_path)
    assert places.path(str(tmp_path / "a" / "b.yaml")) == "a/b.yaml"
    assert places.path(str(tmp_path / "a" / ".." / "b.yaml")) == "b.yaml"


def test_a_relative_path_starts_in_the_working_folder(tmp_path, monkeypatch):
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    assert Places(tmp_path).path("b.yaml") == "a/b.yaml"
    assert Places(Path.cwd()).path("./b.yaml") == "b.yaml"


def test_files_elsewhere_are_told_from_the_root_too_and_two_of_one_name_apart(tmp_path):
    places = Places(tmp_path / "here" / "repository")
    assert places.path(str(tmp_path / "there" / "b.yaml")) == "../../there/b.yaml"
    assert places.path(str(tmp_path / "here" / "b.yaml")) == "../b.yaml"


def test_the_way_to_a_file_elsewhere_starts_where_the_links_of_the_root_lead(tmp_path):
    (tmp_path / "deep" / "real").mkdir(parents=True)
    link = tmp_path / "link"
    try:
        link.symlink_to(tmp_path / "deep" / "real", target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    assert Places(link).path(str(tmp_path / "b.yaml")) == "../../b.yaml"


def test_a_way_through_the_folder_of_the_user_does_not_name_the_user(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home" / "anna")
    file = str(tmp_path / "home" / "anna" / "drafts" / "b.yaml")
    assert Places(tmp_path / "build").path(file) == "~/drafts/b.yaml"
    assert Places(tmp_path / "home" / "anna" / "rubrics").path(file) == "../drafts/b.yaml"
    assert Places(tmp_path / "home" / "anna" / "drafts").path(file) == "b.yaml"


def test_a_link_to_the_root_is_the_root(tmp_path):
    (tmp_path / "real").mkdir()
    link = tmp_path / "link"
    try:
        link.symlink_to(tmp_path / "real", target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    assert Places(link).path(str(tmp_path / "real" / "b.yaml")) == "b.yaml"
    assert Places(tmp_path / "real").path(str(link / "b.yaml")) == "b.yaml"


@pytest.mark.parametrize("name", ["a\0b", "-"])
def test_a_name_that_no_file_has_stays(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    assert Places(tmp_path).path(name) == name


def test_standard_input_is_in_no_folder(tmp_path, monkeypatch):
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    assert Places(tmp_path).path("<stdin>") == "<stdin>"


def test_messages_lose_the_root_and_the_folder_of_the_user(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "anna")
    places = Places(tmp_path / "repository")
    said = f"{tmp_path / 'repository' / 'a.yaml'} extends {tmp_path / 'anna' / 'b.yaml'}"
    assert places.said(said) == f"a.yaml extends {Path('~') / 'b.yaml'}"


def test_a_folder_whose_name_only_begins_like_that_of_the_user_is_another(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "al")
    places = Places(tmp_path / "al" / "repository")
    for other in ("alice", "al-2", "al.old"):
        assert places.said(f"mend {tmp_path / other / 'b.yaml'}") == f"mend ../../{other}/b.yaml"
    assert places.said(f"mend {tmp_path / 'al' / 'b.yaml'}") == f"mend {Path('~') / 'b.yaml'}"
    assert places.said(f"it is {tmp_path / 'al'}.") == "it is ~."


def test_a_folder_whose_name_only_begins_like_the_root_is_another(tmp_path):
    places = Places(tmp_path / "rubrics")
    assert places.said(f"mend {tmp_path / 'rubrics-old' / 'b.yaml'}") == "mend ../rubrics-old/b.yaml"
    assert places.said(f"{tmp_path / 'rubrics'} is a folder") == ". is a folder"


def test_a_message_names_no_place_from_the_top_of_the_file_system(tmp_path):
    places = Places(tmp_path / "repository")
    there = tmp_path / "there"
    said = f'no rubric is called "{there / "b.yaml"}" ({there / "c.yaml"}:3:1), mend {there}/*.yaml'
    assert places.said(said) == 'no rubric is called "../there/b.yaml" (../there/c.yaml:3:1), mend ../there/*.yaml'


@pytest.mark.skipif(os.name == "nt", reason="a drive is part of paths there")
@pytest.mark.parametrize(
    "path", ["C:\\Users\\anna\\b.yaml", "C:\\\\Users\\\\anna\\\\b.yaml", "\\\\server\\anna\\b.yaml"]
)
def test_of_a_path_of_windows_the_name_is_told(tmp_path, path):
    assert Places(tmp_path).said(f"it extends '{path}'") == "it extends 'b.yaml'"


def test_a_file_whose_path_holds_spaces_is_found_in_messages(tmp_path):
    places = Places(tmp_path / "repository")
    file = str(tmp_path / "of anna b" / "r.yaml")
    assert places.path(file) == "../of anna b/r.yaml"
    assert places.said(f"{file} is a folder") == "../of anna b/r.yaml is a folder"


@pytest.mark.parametrize(
    "said",
    [
        "met and/or partly met", "5 / 10 points", "/10 of them", "https://example.org/a/b", "see a/b/c and ../d/e",
        "1/2/3", "~/a/b", "no slash at all",
    ],
)  # fmt: skip
def test_other_words_with_a_slash_stay(tmp_path, said):
    assert Places(tmp_path).said(said) == said


STEP = st.text("ab é.-_", min_size=1, max_size=6).map(str.strip).filter(lambda step: step.strip("."))


@given(st.lists(STEP, min_size=1, max_size=4), st.sampled_from(["{}", "mend {} now", '"{}": x', "({})"]))
def test_a_path_in_the_repository_is_said_as_it_is_told(tmp_path_factory, steps, message):
    root = tmp_path_factory.getbasetemp() / "repository"
    file = os.path.normpath(root.joinpath(*steps))
    places = Places(root)
    assert places.said(message.format(file)) == message.format(str(PurePath(places.path(file))))


def test_the_top_of_the_file_system_is_no_part_of_messages():
    places = Places(Path(Path.cwd().anchor))
    assert places.said("one/two") == "one/two"
