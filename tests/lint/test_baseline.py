"""A baseline file: what stands in it, what it holds back, and that it tells nothing about the machine."""

import codecs
import json

import pytest

from mcqa.errors import UsageError
from mcqa.lint.baseline import baseline_text, hold, is_baseline
from mcqa.lint.engine import lint_file
from mcqa.lint.settings import Settings

BROKEN = Settings(select=("L1",))


@pytest.fixture
def broken(sound, tmp_path):
    """A file with one finding."""
    path = tmp_path / "rubrics" / "r.yaml"
    path.parent.mkdir()
    path.write_text(sound.replace("cut: met", "cut: x"), encoding="utf-8")
    return lint_file(path, BROKEN)


def test_what_it_holds_is_kept_back_and_what_is_mended_is_gone(broken, tmp_path):
    path = tmp_path / "base.json"
    path.write_text(baseline_text([broken], tmp_path), encoding="utf-8")
    held = hold([broken], path)
    assert (held.files[0].findings, held.gone) == ((), 0)
    assert held.known == {broken.file: broken.findings}
    assert hold([broken._replace(findings=())], path).gone == 1


def test_it_names_files_from_its_own_folder_and_nothing_above(broken, tmp_path):
    (finding,) = broken.findings
    told = finding._replace(message=f"{broken.file} is wrong")
    text = baseline_text([broken._replace(findings=(told,))], tmp_path)
    (entry,) = json.loads(text)["findings"]
    assert set(entry) == {"file", "code", "subject", "fingerprint"}
    assert (entry["file"], entry["code"]) == ("rubrics/r.yaml", "L103")
    assert str(tmp_path) not in text


def test_a_byte_order_mark_does_not_matter(broken, tmp_path):
    path = tmp_path / "base.json"
    path.write_bytes(codecs.BOM_UTF8 + baseline_text([broken], tmp_path).encode())
    assert is_baseline(path)
    assert hold([broken], path).files[0].findings == ()


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff\xfe{", b'{"schema": "mcqa/lint-baseline@1"}'])
def test_another_file_is_no_baseline(broken, tmp_path, content):
    path = tmp_path / "base.json"
    path.write_bytes(content)
    assert not is_baseline(path)
    with pytest.raises(UsageError, match="baseline"):
        hold([broken], path)
