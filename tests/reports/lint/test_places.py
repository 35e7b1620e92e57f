"""Paths from the root of the repository, and nothing about the machine."""

from pathlib import Path

import pytest

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


def test_of_a_file_elsewhere_only_the_name_is_told(tmp_path):
    places = Places(tmp_path / "here")
    assert places.path(str(tmp_path / "there" / "b.yaml")) == "b.yaml"


def test_a_link_to_the_root_is_the_root(tmp_path):
    (tmp_path / "real").mkdir()
    link = tmp_path / "link"
    try:
        link.symlink_to(tmp_path / "real", target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    assert Places(link).path(str(tmp_path / "real" / "b.yaml")) == "b.yaml"
    assert Places(tmp_path / "real").path(str(link / "b.yaml")) == "b.yaml"


@pytest.mark.parametrize("name", ["<stdin>", "a\0b", "-"])
def test_a_name_that_no_file_has_stays(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    assert Places(tmp_path).path(name) == name


def test_messages_lose_the_root_and_the_folder_of_the_user(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "anna")
    places = Places(tmp_path / "repository")
    said = f"{tmp_path / 'repository' / 'a.yaml'} extends {tmp_path / 'anna' / 'b.yaml'}"
    assert places.said(said) == f"a.yaml extends {Path('~') / 'b.yaml'}"


def test_the_top_of_the_file_system_is_no_part_of_messages():
    places = Places(Path(Path.cwd().anchor))
    assert places.said("one/two") == "one/two"
