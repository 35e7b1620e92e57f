"""Key, sheets and originals stay apart, in whatever way the originals are named."""

import zipfile

import pytest

from mcqa.errors import OutputError
from mcqa.scoresheets.identity.seal import refuse_places


@pytest.fixture(autouse=True)
def originals(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "an" / "deep").mkdir(parents=True)
    for name in ("an/Ann Lee.csv", "an/deep/b.csv"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "an" / "c.zip", "w") as out:
        out.writestr("d.csv", "x")
    return tmp_path


@pytest.mark.parametrize("given", ["an/Ann Lee.csv", "an/c.zip", "an/*.csv", "an/**/*.csv", "an", "an/[A]*", "a*"])
def test_a_folder_that_holds_originals_is_not_shared(given, originals):
    for out in ("an", "."):
        with pytest.raises(OutputError, match=r"is to be shared|is inside"):
            refuse_places(originals / out, originals.parent / "key", [given], None)
    refuse_places(originals / "out", originals.parent / "key", [given], None)


@pytest.mark.parametrize("given", ["an/Ann Lee.csv", "an/c.zip", "an/*.csv"])
def test_the_key_may_lie_beside_originals_that_are_named_one_by_one(given, originals):
    refuse_places(originals / "out", originals / "an" / "out-key", [given], None)


@pytest.mark.parametrize("given", ["an/**/*.csv", "an"])
def test_the_key_lies_in_no_folder_that_is_read_whole(given, originals):
    with pytest.raises(OutputError, match="is inside an, from which") as raised:
        refuse_places(originals / "out", originals / "an" / "out-key", [given], None)
    assert "--key-dir" in raised.value.hint


@pytest.mark.parametrize("given", ["an", "an/**/*.csv"])
def test_sheets_are_not_written_where_the_next_run_would_read_them(given, originals):
    with pytest.raises(OutputError) as raised:
        refuse_places(originals / "an" / "out", originals / "key", [given], None)
    assert "--output" in raised.value.hint


def test_a_link_leads_to_the_folder_of_the_original(originals):
    (originals / "links").mkdir()
    try:
        (originals / "links" / "a.csv").symlink_to(originals / "an" / "Ann Lee.csv")
    except OSError:
        pytest.skip("no links on this system")
    with pytest.raises(OutputError, match="is to be shared"):
        refuse_places(originals / "an", originals / "key", ["links/a.csv"], None)
