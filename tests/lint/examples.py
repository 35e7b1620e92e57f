"""The bad and good examples in the documentation of rules, set into a whole rubric that the linter can read.

An example is a fragment of YAML. Its first key decides what it replaces: keys of a component replace those of the first
component, keys of the rubric those of the rubric; a list of components (`- id:`) replaces those of the first standard,
with the keys that an item leaves out taken from the rubric below; `extends:` begins an overlay over it, and `format:`
with more keys behind it a whole file. All of it is textual, so that a fragment may hold what no YAML reader would keep:
a key twice, a comment, a tab. What does not show in print is written as a sign.
"""

import re
from pathlib import Path

# a space at the end of a line, a tab, and the carriage return of Windows
SIGNS = {"␠": " ", "␉": "\t", "␍": "\r"}
COMPONENT_KEYS = ("text", "visible_in", "basis", "weight", "essential", "levels", "anchors")
BASE = "base.yaml"
OVERLAY = """\
format: mcqa-rubric/1
id: state-log
version: "1.0.0"
title: State log
status: local
language: en
source: Written for the examples.
"""
RUBRIC = """\
format: mcqa-rubric/1
id: reading-log
version: "1.0.0"
title: Reading log
status: local
language: en
source: Written for the examples.
roles:
  - developer
  - assessor
scale:
  type: ordinal
  levels:
    - id: not_met
      label: Not met
      score: 0
    - id: partly_met
      label: Partly met
      score: 1
    - id: met
      label: Met
      score: 2
  non_scores:
    - cannot_tell
decision:
  rule: conjunctive
  cut: met
  consensus: majority
  ties: lower
  min_ratings: 2
standards:
  - id: S01
    title: Sources
    description: What the claims in the log rest on.
    components:
      - id: C01.1
        title: Named sources
        text: Each claim of the log comes with its source.
        roles:
          - developer
        visible_in: packet
        basis:
          - 'handbook: page 4'
        levels:
          not_met: The log names a source for at most two of its five claims.
          partly_met: The log names a source for three or four of its five claims.
          met: The log names a source for each of its five claims.
        anchors:
          - level: not_met
            text: Claims 1 and 2 name a book; claims 3, 4 and 5 name nothing.
          - level: partly_met
            text: Claims 1 to 4 name a book; claim 5 names nothing.
          - level: met
            text: Claims 1 to 5 name a book each.
      - id: C01.2
        title: Dated entries
        text: Every entry carries the day on which it was written.
        roles:
          - developer
        visible_in: packet
        basis:
          - 'handbook: page 6'
        levels:
          not_met: At most two of the ten entries carry a day.
          partly_met: Three to nine of the ten entries carry a day.
          met: All ten of the ten entries carry a day.
        anchors:
          - level: not_met
            text: Entries 1 and 2 carry a day; entries 3 to 10 carry a week.
          - level: partly_met
            text: Entries 1 to 5 carry a day; entries 6 to 10 carry a week.
          - level: met
            text: Entries 1 to 10 carry a day, from 3 March to 12 March.
"""


def embed(fragment: str, folder: Path) -> bytes:
    """Set a fragment into the example rubric, which is written into the folder as base.yaml, and give the whole."""
    (folder / BASE).write_text(RUBRIC, encoding="utf-8", newline="\n")
    return embedded(fragment).encode()


def embedded(fragment: str) -> str:
    """Give the text of the example rubric with a fragment in its place."""
    for sign, meant in SIGNS.items():
        fragment = fragment.replace(sign, meant)
    keys = re.findall(r"^[\"']?([A-Za-z_]+)[\"']?\s*:", fragment, re.MULTILINE)
    first = re.search(r"^(?!\s*(#|$)).*", fragment, re.MULTILINE)
    if first and re.match(r"- *\{?id:|- id:", first[0]):
        return _in_place_of(RUBRIC, "components", _indented(_filled(fragment), 6), indent=4, header=True)
    if keys[:1] == ["extends"]:
        return f"{OVERLAY}{fragment}\n"
    if keys[:1] == ["format"] and len(keys) > 1:
        return f"{fragment}\n"
    if keys and keys[0] in COMPONENT_KEYS:
        head, start, component, rest = _first_component(RUBRIC)
        return f"{head}{start}{_replaced(component, keys, _indented(fragment, 8), indent=8)}{rest}"
    return _replaced(RUBRIC, keys, f"{fragment}\n", indent=0)


def _replaced(text: str, keys: list[str], new: str, *, indent: int) -> str:
    """Put a text in the place of the first of some keys that is there, and take the others away."""
    there = [key for key in dict.fromkeys(keys) if _block(text, key, indent)]
    for key in there[1:]:
        text = _in_place_of(text, key, "", indent=indent)
    if there:
        return _in_place_of(text, there[0], new, indent=indent)
    # a key that the rubric does without stands at the end of a component, and before the standards of a rubric
    return (
        text + new if indent else _in_place_of(text, "standards", f"{new}{_block(text, 'standards', 0)[0]}", indent=0)
    )


def _block(text: str, key: str, indent: int) -> re.Match | None:
    """Find a key with all that is indented below it."""
    return re.search(rf"^ {{{indent}}}{key}:.*\n(?:(?: {{{indent + 1}}}.*| *)\n)*", text, re.MULTILINE)


def _in_place_of(text: str, key: str, new: str, *, indent: int, header: bool = False) -> str:
    found = _block(text, key, indent)
    line = f"{' ' * indent}{key}:\n" if header else ""
    return f"{text[: found.start()]}{line}{new}{text[found.end() :]}"


def _first_component(text: str) -> tuple[str, str, str, str]:
    """Take the text apart: what comes before, the line with the id, the other keys, and what follows."""
    found = re.search(r"^( {6}- id:.*\n)((?: {7}.*\n)*)", text, re.MULTILINE)
    return text[: found.start()], found[1], found[2], text[found.end() :]


def _indented(fragment: str, indent: int) -> str:
    lines = fragment.rstrip("\n").split("\n")
    return "".join(f"{' ' * indent}{line}\n" if line.strip() else f"{line}\n" for line in lines)


def _filled(fragment: str) -> str:
    """Give every component of a list the keys that it leaves out."""
    whole = re.findall(r"^ {6}(- id:.*\n(?: {7}.*\n)*)", RUBRIC, re.MULTILINE)
    items = re.split(r"^(?=- )", fragment, flags=re.MULTILINE)
    filled = [items[0]]
    for at, item in enumerate(items[1:]):
        filled.append(item.rstrip("\n") + "\n")
        if item.startswith("- {"):
            continue
        blocks = re.finditer(r"^ {8}(\w+):.*\n(?: {9}.*\n)*", whole[at % len(whole)], re.MULTILINE)
        left_out = (found[0] for found in blocks if not re.search(rf"^  {found[1]}:", item, re.MULTILINE))
        filled += [re.sub(r"^ {6}", "", text, flags=re.MULTILINE) for text in left_out]
    return "".join(filled)
