from __future__ import annotations

from mcqa.scoresheets.options import SheetOptions
from mcqa.scoresheets.words.mapping import Mapping


def test_every_column_of_every_table_is_told_with_what_it_was_taken_for(book, read):
    head = ["Component", "Title", "MC-01 rating", "MC-01 comment", "MC-02", "Aim"]
    rows = [["Reviewer", "R1"], head, ["C01.1", "Clear purpose", "Met", "why", "Met"]]
    (file,) = read(book({"All": rows}), options=SheetOptions(mapping=Mapping(headers=(("Aim", "ignore"),)))).files
    assert [(c.cell, c.meaning, c.how) for c in file.columns] == [
        ("A2", "criterion", "alias"),
        ("B2", "not read", "alias"),
        ("C2", "unit MC-01", "alias"),
        ("D2", "comment unit MC-01", "alias"),
        ("E2", "unit MC-02", "alias"),
        ("F2", "not read", "map"),
    ]
    assert {column.sheet for column in file.columns} == {"All"}


def test_components_are_told_by_their_ids_and_names_by_their_place(text, read):
    (wide,) = read(text("unit,rater,C01.1,Named audience,C01.1 comment,colour\nA,R,Met,Met\n")).files
    assert [(c.header, c.meaning, c.how) for c in wide.columns] == [
        ("unit", "unit", "alias"),
        ("rater", "rater", "alias"),
        ("C01.1", "C01.1", "id"),
        ("Named audience", "C01.2", "title"),
        ("C01.1 comment", "comment C01.1", "id"),
        ("colour", "not read", "unknown"),
    ]
    (crossed,) = read(text("Reviewer,R1\n\nComponent,Data,Loops\nC01.1,Met,Met\n")).files
    assert [(c.cell, c.meaning, c.how) for c in crossed.columns][1:] == [
        ("B3", "unit Data", "position"),
        ("C3", "unit Loops", "position"),
    ]
