"""Rules about ids, counts, roles and versions: the skeleton of a rubric."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mcqa.findings import Finding, Kind, Severity
from mcqa.lint.document import Document
from mcqa.lint.registry import rule
from mcqa.rubric.bounds import Guesses

# as semver.org gives it
_PART = r"(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
_NUMBERS = r"(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*)){2}"
_SEMANTIC = (
    rf"(?:(?:0|[1-9][0-9]*)\.){{2}}(?:0|[1-9][0-9]*)(?:-{_PART}(?:\.{_PART})*)?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?"
)


@rule("L101", "duplicate-id", Severity.ERROR)
def duplicate_id(document: Document, kind: Kind) -> Iterator[Finding]:
    """Two standards, two components or two levels of one scale have the same id.

    Why: ratings are stored by id, so the ratings of both would fall together.
    Bad:
        - id: C01.1
          title: Named sources
        - id: C01.1
          title: Dated entries
    Good:
        - id: C01.1
          title: Named sources
        - id: C01.2
          title: Dated entries
    """
    families = [
        ("standard", list(document.standards)),
        ("component", [component for _, component in document.components]),
        *(("level", list(scale.children("levels"))) for scale in document.scales),
    ]
    for noun, entries in families:
        first: dict[str, int | None] = {}
        for entry in entries:
            name = entry.text("id")
            if name is None:
                continue
            place = document.place(*entry.path, "id")
            if name in first:
                message = f'the {noun} id "{name}" is taken: it was given in line {first[name]}'
                yield kind.at(place, message, hint=f"give this {noun} an id of its own", subject=name, value=name)
            else:
                first[name] = place.line


@rule("L105", "count-mismatch", Severity.ERROR)
def count_mismatch(document: Document, kind: Kind) -> Iterator[Finding]:
    """The rubric does not have as many standards or components as it says under `expect`.

    An overlay counts the standards and components of its base with its own. Without `expect` nothing is counted.

    Why: a component lost while editing changes what "all must be met" means, and nobody sees it.
    Bad:
        expect: {standards: 1, components: 3}
    Good:
        expect: {standards: 1, components: 2}
    """
    expect = document.root.child("expect")
    base = document.base
    if expect is None or ("extends" in document.root.data and base is None):
        return
    inherited = {standard.id for standard in base.standards} if base else set()
    standards = len(inherited) + sum(1 for entry in document.standards if entry.text("id") not in inherited)
    components = sum(1 for _ in document.components) + (len(base.criteria) if base else 0)
    for key, found in (("standards", standards), ("components", components)):
        wanted = expect.data.get(key)
        if wanted is not None and wanted != found:
            message = f"{found} {key} found; `expect` says {wanted}"
            hint = f"add the missing {key}, remove what is too many, or mend the count"
            yield kind.at(document.place("expect", key), message, hint=hint, subject=key, value=str(found))


@rule("L106", "unknown-role", Severity.ERROR)
def unknown_role(document: Document, kind: Kind) -> Iterator[Finding]:
    """A component names a role that the rubric does not declare.

    Roles are declared under `roles` of the rubric, or of the rubric that an overlay extends.

    Why: results are rolled up by the role that must act, and a misspelt role gets none.
    Bad:
        - id: C01.1
          roles: [develper]
    Good:
        - id: C01.1
          roles: [developer]
    """
    own = document.root.data.get("roles") or ()
    inherited = document.base.roles if document.base else ()
    declared = dict.fromkeys(role for role in (*own, *inherited) if role is not None)
    guesses = Guesses(declared)
    for _, component in document.components:
        for index, role in enumerate(component.data.get("roles") or ()):
            if role is None or role in declared:
                continue
            close = guesses.closest(role)
            hint = f"did you mean {close}?" if close else "declare it under the rubric's `roles:`"
            name = component.text("id")
            message = f'the role "{role}" of {name} is not declared'
            yield kind.at(document.place(*component.path, "roles", index), message, hint=hint, subject=name, value=role)


@rule("L107", "id-not-under-standard", Severity.WARNING)
def id_not_under_standard(document: Document, kind: Kind) -> Iterator[Finding]:
    """The number in a component's id is not that of its standard.

    The first numbers of both ids are compared, leading zeros aside; ids without a number are left alone.

    Why: people cite components by number, and one that stands elsewhere is looked for in vain.
    Bad:
        - id: C04.1
          title: Named sources
    Good:
        - id: C01.1
          title: Named sources
    """
    for standard, component in document.components:
        name, above = component.text("id"), standard.text("id")
        own, parent = re.search(r"\d+", name or ""), re.search(r"\d+", above or "")
        if own and parent and own[0].lstrip("0") != parent[0].lstrip("0"):
            message = f"{name} stands under {above}, but its number says {own[0]}"
            hint = "renumber the component or move it to its standard"
            yield kind.at(document.place(*component.path, "id"), message, hint=hint, subject=name, value=name)


@rule("L108", "version-invalid", Severity.ERROR)
def version_invalid(document: Document, kind: Kind) -> Iterator[Finding]:
    """The version is not a semantic version.

    Three numbers without leading zeros, as in 1.0.0, and if need be a mark such as 1.0.0-draft.2.

    Why: rounds are compared across versions, so it must be plain which is newer and how far it changed.
    Source: Semantic Versioning 2.0.0.
    Bad:
        version: draft 2
    Good:
        version: "0.2.0"
    """
    version = document.root.text("version")
    if version is not None and not (re.fullmatch(_NUMBERS, version) or re.fullmatch(_SEMANTIC, version)):
        message = f'"{version}" is no semantic version; expected three numbers such as 1.0.0'
        yield kind.at(document.place("version"), message, hint='write "1.0.0" (major.minor.patch)', value=version)


@rule("L110", "empty-standard", Severity.ERROR)
def empty_standard(document: Document, kind: Kind) -> Iterator[Finding]:
    """A standard has no component, or the rubric no standard.

    Why: nothing of an empty standard is rated, so everybody would meet it.
    Bad:
        standards:
          - id: S01
            title: Sources
            components: []
    Good:
        standards:
          - id: S01
            title: Sources
            components:
              - id: C01.1
                title: Named sources
                text: Each claim of the log comes with its source.
                levels:
                  not_met: The log names a source for at most two of its five claims.
                  partly_met: The log names a source for three or four of its five claims.
                  met: The log names a source for each of its five claims.
    """
    for standard in document.standards:
        if standard.data.get("components") == []:
            name = standard.text("id")
            place = document.place(*standard.path, "components")
            yield kind.at(
                place, f"{name} has no component", hint="add a component or remove the standard", subject=name
            )
    if document.root.data.get("standards") == [] and document.base is None:
        yield kind.at(document.place("standards"), "the rubric has no standard", hint="add a standard")
