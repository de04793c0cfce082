"""Renamed articles are found by their content."""

from __future__ import annotations

from dataclasses import replace

from toolkit.catalogs.leverage import leverage
from toolkit.catalogs.moves import covered, find_moved
from toolkit.model import Catalog, State, Unit


def pot(*texts: str) -> Catalog:
    return Catalog("", tuple(Unit(text) for text in texts))


def po(*texts: str) -> Catalog:
    return Catalog("es", tuple(Unit(text, f"ES {text}", state=State.TRANSLATED) for text in texts))


A = ("Knee pain", "Rest the knee.", "Then come back.")
B = ("Back pain", "Walk a little.", "Then come back.")


def test_nothing_moved() -> None:
    assert find_moved({"a": pot(*A)}, {"a": po(*A)}) == {}
    assert find_moved({"a": pot(*A)}, {}) == {}
    assert find_moved({}, {"a": po(*A)}) == {}
    assert find_moved({"a": pot()}, {"b": po()}) == {}


def test_two_renamed_at_once_each_find_their_own() -> None:
    assert find_moved({"x": pot(*B), "y": pot(*A)}, {"a": po(*A), "b": po(*B)}) == {"x": "b", "y": "a"}


def test_renamed_and_edited() -> None:
    assert find_moved({"x": pot("Knee pain", "New words here.", "Then come back.")}, {"a": po(*A)}) == {
        "x": "a"
    }


def test_renamed_with_every_paragraph_edited() -> None:
    new = pot("Knee pain today", "Rest the knee, please.", "Then come back soon.")
    old = {"a": po("Knee pain", "Rest the knee now.", "Then come back."), "b": po(*B)}
    assert find_moved({"x": new}, old) == {"x": "a"}
    assert find_moved({"x": pot("All of these", "are quite other words.")}, old) == {}


def test_the_catalog_of_an_article_that_was_gone_for_some_time_is_found() -> None:
    gone = Catalog("es", tuple(replace(unit, obsolete=True) for unit in po(*A).units))
    assert find_moved({"x": pot(*A[:2], "New.")}, {"a": gone, "b": po(*B)}) == {"x": "a"}


def test_what_an_article_had_lost_before_says_nothing_of_it() -> None:
    lost = tuple(replace(unit, obsolete=True) for unit in po(*A).units)
    assert find_moved({"x": pot(*A)}, {"b": Catalog("es", po(*B[:2]).units + lost)}) == {}


def test_a_phrase_in_common_is_not_enough() -> None:
    new = pot("Then come back.", "Everything else in this article is about something that is new.")
    assert find_moved({"x": new}, {"a": po(*A)}) == {}


def test_an_article_that_is_still_there_is_not_taken() -> None:
    assert find_moved({"a": pot(*A), "copy": pot(*A)}, {"a": po(*A)}) == {}


def test_an_old_catalog_goes_to_one_article() -> None:
    assert find_moved({"x": pot(*A), "y": pot(*A[:1])}, {"a": po(*A)}) == {"x": "a"}


def test_a_file_can_go_when_all_its_translations_stand_elsewhere() -> None:
    old = {"old": po(*A)}
    renamed = leverage(pot(*A), old["old"])
    assert covered(old, [renamed]) == {"old"}
    edited = leverage(pot(A[0], "Rest the knees.", A[2]), old["old"])
    assert covered(old, [edited]) == {"old"}, "the edited one has it as its previous text"
    assert covered(old, [leverage(pot(*A[:2]), old["old"], gone="drop")]) == set()
    assert covered(old, [po(*A[:2]), po(A[2])]) == {"old"}
    assert covered({"empty": pot(*A)}, []) == {"empty"}
    assert covered({}, [renamed]) == set()


def test_of_many_files_each_goes_for_itself() -> None:
    olds = {"a": po(*A), "b": po(*B), "both": po(*A, *B)}
    assert covered(olds, [po(*A)]) == {"a"}
    assert covered(olds, [po(*A), po(*B[:2])]) == {"a", "b", "both"}
    assert covered(olds, [pot(*A)]) == set(), "the texts without a translation"
