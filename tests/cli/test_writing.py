"""Several files at once: all of them or none, one content in memory at a time, and nothing else touched."""

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest

from mcqa.cli.sources import Sources
from mcqa.cli.writing import write_files
from mcqa.errors import OutputError


@pytest.fixture
def common():
    return SimpleNamespace(force=True, sources=Sources())


class Made(Mapping):
    """Makes each content when it is asked for, and notes which files were there then."""

    def __init__(self, folder, fails=()):
        self.folder, self.fails, self.seen = folder, fails, []

    def __getitem__(self, name):
        if name in self.fails:
            raise KeyboardInterrupt
        self.seen.append(len(list(self.folder.rglob("new*"))))
        return name.encode()

    def __iter__(self):
        return iter(["a.md", "b/b.md", "c.md"])

    def __len__(self):
        return 3


def test_each_content_is_made_when_it_is_written(tmp_path, common):
    made = Made(tmp_path)
    assert write_files(common, tmp_path, made) == tuple(tmp_path / name for name in made)
    # before each one is made, those before it stand in files already
    assert made.seen == [0, 1, 2]
    assert (tmp_path / "b" / "b.md").read_text(encoding="utf-8") == "b/b.md"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.md", "b", "b.md", "c.md"]


def test_an_interrupt_leaves_everything_as_it_was(tmp_path, common):
    (tmp_path / "a.md").write_text("before", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        write_files(common, tmp_path, Made(tmp_path, fails={"c.md"}))
    assert [path.name for path in tmp_path.rglob("*")] == ["a.md"]
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "before"


def test_an_interrupt_between_two_moves_takes_them_back(tmp_path, common, monkeypatch):
    (tmp_path / "a.md").write_text("before", encoding="utf-8")
    move = Path.replace

    def replace(self, target):
        if Path(target).name == "c.md":
            raise KeyboardInterrupt
        return move(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        write_files(common, tmp_path, Made(tmp_path))
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.md"]
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "before"


def test_a_folder_of_that_name_is_never_replaced(tmp_path, common):
    kept = tmp_path / "a.md" / "mine.txt"
    kept.parent.mkdir()
    kept.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="it is no file"):
        write_files(common, tmp_path, Made(tmp_path))
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["mine.txt"]
