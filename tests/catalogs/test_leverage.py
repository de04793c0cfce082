"""Leverage: no translation is lost, none is taken for another, and a second run changes nothing."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import provenance
from toolkit.catalogs import header, po
from toolkit.catalogs.leverage import by_key, leverage, with_old_lines
from toolkit.model import ACCEPTED, Catalog, State, Unit

DAY = date(2026, 11, 23)

TEXTS = (
    "Knee pain",
    "Rest the knee for two days before you begin with the exercises.",
    "Take 5 ml of the syrup in the morning and in the evening.",
    "You may drive after the treatment if you feel well.",
    "Call us at once if the knee becomes hot, red or swollen.",
    "Ask your doctor before you take other medicines.",
)


def pot(*texts: str | tuple[str, str], start: int = 1) -> Catalog:
    units = []
    for number, text in enumerate(texts):
        context, source = (None, text) if isinstance(text, str) else text
        units.append(
            Unit(source, context=context, role="paragraph", references=(("knee.md", start + number),))
        )
    return Catalog("", tuple(units), header.make("", format="markdown", project="clinic"))


def es(text: str) -> str:
    return f"ES {text}"


def translated(*texts: str, state: State = State.TRANSLATED) -> Catalog:
    made = leverage(pot(*texts), None, locale="es", plural_forms="nplurals=2; plural=(n != 1);")
    units = [replace(unit, target=es(unit.source), state=state) for unit in made.units]
    if state is State.REVIEWED:
        units = [provenance.with_signoff(u, "Eva", on=DAY) for u in units]
    if state is State.DRAFT:
        units = [provenance.with_draft(u, u.target, engine="copy", on=DAY) for u in units]
    return replace(made, units=tuple(units))


def again(catalog: Catalog) -> Catalog:
    """The catalog as the next command finds it: through a file."""
    read = po.loads(po.dumps(catalog), locale="es")
    assert read.units == catalog.units, "what leverage says of a unit has to be what its file says"
    return read


def update(
    old: Catalog, *texts: str | tuple[str, str], others: Sequence[Catalog] = (), start: int = 1
) -> Catalog:
    made = again(leverage(pot(*texts, start=start), old, others=others))
    repeated = leverage(pot(*texts, start=start), made, others=others)
    assert repeated.units == made.units, "a second run changes nothing"
    return made


def active(catalog: Catalog) -> list[tuple[str, str, State]]:
    return [(u.source, u.target, u.state) for u in catalog.units if not u.obsolete]


def obsolete(catalog: Catalog) -> list[str]:
    return [u.source for u in catalog.units if u.obsolete]


def of(catalog: Catalog, source: str) -> Unit:
    return next(unit for unit in catalog.units if unit.source == source)


def note(unit: Unit) -> str | None:
    change = provenance.change_of(unit.comments)
    return change.what if change else None


# Nothing changed


@pytest.mark.parametrize("state", [State.TRANSLATED, State.REVIEWED, State.DRAFT, State.FUZZY])
def test_nothing_changed(state: State) -> None:
    old = again(translated(*TEXTS, state=state))
    made = update(old, *TEXTS)
    assert made.units == old.units
    assert po.dumps(made) == po.dumps(old)


def test_a_new_catalog() -> None:
    made = leverage(pot(*TEXTS), None, locale="pt-BR", plural_forms="nplurals=2; plural=(n > 1);")
    assert [u.state for u in made.units] == [State.UNTRANSLATED] * len(TEXTS)
    assert made.header == header.make(
        "pt-BR", format="markdown", plural_forms="nplurals=2; plural=(n > 1);", project="clinic"
    )


def test_new_line_numbers_alone_are_not_taken_over_unless_asked_for() -> None:
    old = again(translated(*TEXTS))
    assert update(old, *TEXTS, start=11).units == old.units
    fresh = leverage(pot(*TEXTS, start=11), old, refresh_lines=True)
    assert [u.references for u in fresh.units] == [(("knee.md", 11 + n),) for n in range(len(TEXTS))]


def test_a_new_place_is_taken_over() -> None:
    old = again(translated("a"))
    template = replace(
        pot("a"), units=(Unit("a", role="paragraph", references=(("knee.md", 1), ("knee.md", 9))),)
    )
    assert leverage(template, old).units[0].references == (("knee.md", 1), ("knee.md", 9))


def test_lines_of_a_template_are_kept_likewise() -> None:
    assert with_old_lines(pot("a", "b", start=9), pot("a", "b")).units == pot("a", "b").units
    assert with_old_lines(pot("a"), None) == pot("a")


def test_role_and_notes_come_from_the_article_and_comments_stay() -> None:
    old = translated("a")
    old = replace(
        old, units=(replace(old.units[0], comments=("Ana: ok?",), flags=("no-wrap",), notes=("old",)),)
    )
    template = replace(
        pot("a"), units=(replace(pot("a").units[0], role="heading 1", notes=("new",), syntax="html"),)
    )
    (unit,) = leverage(template, again(old)).units
    assert (unit.role, unit.syntax, unit.notes, unit.comments, unit.flags) == (
        "heading 1", "html", ("new",), ("Ana: ok?",), ("no-wrap",))  # fmt: skip
    assert unit.state == State.TRANSLATED


def test_the_plural_forms_of_a_catalog_from_elsewhere_stay_as_comments() -> None:
    text = 'msgid "%d \\"tablet\\""\nmsgid_plural "%d tablets"\nmsgstr[0] "una"\nmsgstr[1] "%d\\nmuchas"\n'
    made = update(po.loads(text, locale="es"), '%d "tablet"')
    (unit,) = made.units
    assert (unit.target, unit.plural, unit.plural_targets) == ("una", None, ())
    assert unit.comments == ('msgid_plural "%d tablets"', 'msgstr[1] "%d\\nmuchas"')


def test_comments_of_an_untranslated_unit_stay() -> None:
    old = leverage(pot("a"), None, locale="es")
    old = replace(old, units=(replace(old.units[0], comments=("What does it mean?",)),))
    assert update(old, "a").units[0].comments == ("What does it mean?",)


def test_the_header_keeps_what_people_wrote() -> None:
    text = (
        '# Ana\'s work\nmsgid ""\nmsgstr ""\n"Last-Translator: Ana\\n"\n"X-Generator: Poedit 3.4\\n"\n'
        '"Plural-Forms: nplurals=2; plural=n>1;\\n"\n"X-Mine: yes\\n"\n'
    )
    made = leverage(pot("a"), po.loads(text), locale="es", plural_forms="nplurals=3; plural=0;")
    fields = dict(made.header)
    assert fields["Last-Translator"] == "Ana"
    assert fields["X-Generator"] == "Poedit 3.4"
    assert fields["Plural-Forms"] == "nplurals=2; plural=n>1;"
    assert fields["X-Mine"] == "yes"
    assert fields["Language"] == "es"
    assert made.header_comments == ("Ana's work",)


# Moved


def test_a_paragraph_at_the_top_changes_nothing_else() -> None:
    old = again(translated(*TEXTS, state=State.REVIEWED))
    made = update(old, "A new first paragraph about something else.", *TEXTS, start=1)
    assert made.units[1:] == old.units
    assert made.units[0].state == State.UNTRANSLATED


@given(st.permutations(TEXTS))
@settings(deadline=None)
def test_any_order_keeps_every_translation(texts: list[str]) -> None:
    made = update(translated(*TEXTS), *texts)
    assert active(made) == [(text, es(text), State.TRANSLATED) for text in texts]
    assert obsolete(made) == []


def test_moved_from_another_article_with_everything() -> None:
    other = again(translated(*TEXTS, state=State.REVIEWED))
    made = update(Catalog("es", ()), TEXTS[2], others=(other,))
    (unit,) = made.units
    assert (unit.target, unit.state) == (es(TEXTS[2]), State.REVIEWED)
    assert unit.comments == other.units[2].comments


def test_of_many_the_furthest_state_is_taken() -> None:
    catalogs = [translated("a", state=state) for state in (State.DRAFT, State.REVIEWED, State.TRANSLATED)]
    assert update(Catalog("es", ()), "a", others=catalogs).units[0].state == State.REVIEWED
    assert by_key(catalogs)["", "a"].state == State.REVIEWED


def test_ones_own_translation_goes_before_another_articles() -> None:
    mine = translated("a", state=State.FUZZY)
    theirs = replace(translated("a"), units=(Unit("a", "other", state=State.TRANSLATED),))
    assert update(mine, "a", others=(theirs,)).units[0].target == es("a")


# Gone and back


def test_gone_is_obsolete_and_comes_back_as_it_was() -> None:
    old = again(translated(*TEXTS, state=State.REVIEWED))
    without = update(old, *(TEXTS[:2] + TEXTS[3:]))
    assert obsolete(without) == [TEXTS[2]]
    back = update(without, *TEXTS)
    assert back.units == old.units


def test_obsolete_stays_through_later_updates_and_keeps_its_order() -> None:
    made = translated(*TEXTS)
    for count in range(len(TEXTS) - 1, 0, -1):
        made = update(made, *TEXTS[:count])
    assert obsolete(made) == list(reversed(TEXTS[1:]))
    assert active(update(made, *TEXTS)) == active(translated(*TEXTS))


def test_untranslated_texts_leave_nothing_behind() -> None:
    assert (
        update(leverage(pot("a", "b"), None, locale="es"), "b").units
        == leverage(pot("b", start=2), None, locale="es").units
    )


def test_dropping_what_is_gone_is_possible() -> None:
    assert obsolete(leverage(pot("a"), translated("a", "Something else"), gone="drop")) == []


# Edited


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("Take 5 ml of the syrup today.", "Take 10 ml of the syrup today.", "number 5 ml → 10 ml"),
        ("Take 5 mg of the salt today.", "Take 5 g of the salt today.", "number 5 mg → 5 g"),
        ("You may drive after treatment.", "You may not drive after treatment.", "negation added: not"),
        (
            "You cannot drive after treatment.",
            "You can drive after treatment.",
            "negation removed: not",
        ),
        ("Take it once a day with water.", "Take it twice a day with water.", "number once → twice"),
        ("Rest the knee for a while.", "Rest your knee for a while.", "words"),
        ("Rest the knee, for a while.", "Rest the knee for a while!", "punctuation only"),
        ("Rest the knee for a while.", "Rest the **knee** for a while.", "markup only"),
        ("See [our page](a.md) for help.", "See [our page](b.md) for help.", "markup only"),
        ("Rest the knee for a while.", "Rest the knee\nfor a while.", "white space only"),
    ],
)
@pytest.mark.parametrize("state", [State.TRANSLATED, State.REVIEWED])
def test_an_edited_text_is_stale_and_says_what_changed(old: str, new: str, what: str, state: State) -> None:
    before = again(translated(TEXTS[0], old, TEXTS[4], state=state))
    made = update(before, TEXTS[0], new, TEXTS[4])
    unit = made.units[1]
    assert (unit.target, unit.state, unit.previous) == (es(old), State.STALE, old)
    assert note(unit) == what
    assert provenance.signoffs(unit) == ()
    assert obsolete(made) == []
    assert [u for n, u in enumerate(made.units) if n != 1] == [
        u for n, u in enumerate(before.units) if n != 1
    ]


@given(st.sampled_from(TEXTS[1:]), st.data())
@settings(deadline=None)
def test_whatever_changes_never_stays_accepted(text: str, data: st.DataObject) -> None:
    words = text.split(" ")
    position = data.draw(st.integers(0, len(words) - 1))
    edited = " ".join(
        [*words[:position], data.draw(st.sampled_from(["not", "7", "x", "-", "**"])), *words[position + 1 :]]
    )
    if edited == text:
        return
    made = update(translated(*TEXTS), *(edited if t == text else t for t in TEXTS))
    unit = of(made, edited)
    assert (unit.state, unit.target, unit.previous) == (State.STALE, es(text), text)
    assert not any(u.state in ACCEPTED and u.target != es(u.source) for u in made.units)


def test_edited_back_counts_as_accepted_again() -> None:
    old = again(translated(*TEXTS, state=State.REVIEWED))
    edited = update(old, *TEXTS[:2], TEXTS[2].replace("5", "50"), *TEXTS[3:])
    assert of(edited, TEXTS[2].replace("5", "50")).state == State.STALE
    assert update(edited, *TEXTS).units == old.units


def test_edited_back_after_the_target_was_worked_on_is_for_a_person() -> None:
    new = TEXTS[2].replace("5", "50")
    edited = update(translated(*TEXTS), *TEXTS[:2], new, *TEXTS[3:])
    units = [replace(u, target="half done") if u.source == new else u for u in edited.units]
    back = update(replace(edited, units=tuple(units)), *TEXTS)
    assert (of(back, TEXTS[2]).target, of(back, TEXTS[2]).state) == ("half done", State.STALE)


def test_edited_twice_before_anybody_looked_compares_with_what_was_translated() -> None:
    first = update(translated("Take 5 ml of the syrup today."), "Take 10 ml of the syrup today.")
    second = update(first, "Take 20 ml of the syrup today.")
    (unit,) = second.units
    assert unit.previous == "Take 5 ml of the syrup today."
    assert note(unit) == "number 5 ml → 20 ml"
    assert active(update(second, "Take 5 ml of the syrup today.")) == [
        ("Take 5 ml of the syrup today.", es("Take 5 ml of the syrup today."), State.TRANSLATED)
    ]


def test_the_comment_goes_when_the_unit_is_accepted() -> None:
    made = update(translated("Take 5 ml of the syrup today."), "Take 10 ml of the syrup today.")
    # As Poedit saves it: the flag and the previous text gone, the comments untouched.
    (unit,) = made.units
    saved = replace(unit, target="Tome 10 ml.", state=State.TRANSLATED, previous=None)
    done = update(replace(made, units=(saved,)), "Take 10 ml of the syrup today.")
    assert done.units[0].comments == ()
    assert done.units[0].state == State.TRANSLATED


def test_what_msgmerge_made_fuzzy_gets_the_comment_too() -> None:
    text = '#, fuzzy\n#| msgid "Take 5 ml."\nmsgid "Take 10 ml."\nmsgstr "Tome 5 ml."\n'
    made = update(po.loads(text, locale="es"), "Take 10 ml.")
    assert note(made.units[0]) == "number 5 ml → 10 ml"
    assert made.units[0].state == State.STALE


def test_a_draft_of_an_edited_text_stays_a_draft() -> None:
    old = again(translated("Take 5 ml of the syrup today.", state=State.DRAFT))
    made = update(old, "Take 10 ml of the syrup today.")
    assert (made.units[0].state, note(made.units[0])) == (State.DRAFT, "number 5 ml → 10 ml")
    assert update(made, "Take 5 ml of the syrup today.").units == old.units


def test_an_accepted_draft_of_an_edited_text_is_stale_and_no_draft() -> None:
    draft = translated("Take 5 ml of the syrup today.", state=State.DRAFT)
    old = replace(draft, units=(provenance.accepted(draft.units[0]),))
    made = update(again(old), "Take 10 ml of the syrup today.")
    assert made.units[0].state == State.STALE


def test_a_text_that_took_another_context_is_offered() -> None:
    made = update(translated("Open", "Close it"), ("verb", "Open"), "Close it")
    unit = made.units[0]
    assert (unit.state, unit.target, unit.previous, unit.previous_context) == (
        State.STALE,
        es("Open"),
        "Open",
        None,
    )
    assert note(unit) == "context only"


def test_the_same_text_in_a_second_context_is_offered_and_the_first_stays() -> None:
    made = update(translated("Open", state=State.REVIEWED), "Open", ("verb", "Open"))
    assert [u.state for u in made.units] == [State.REVIEWED, State.STALE]
    assert provenance.all_signoffs(made.units[1]) == ()


def test_a_text_edited_in_one_of_its_places_is_offered_there_and_stays_in_the_others() -> None:
    text, new = "Take one tablet at night.", "Take two tablets at night."

    def twice(*texts: str) -> Catalog:
        """The template of an article with these texts, where equal ones share a unit."""
        places: dict[str, list[tuple[str, int | None]]] = {}
        for line, source in enumerate(texts):
            places.setdefault(source, []).append(("knee.md", line))
        units = tuple(Unit(s, role="paragraph", references=tuple(found)) for s, found in places.items())
        return replace(pot(), units=units)

    before = leverage(twice(text, "Rest.", text), None, locale="es")
    signed = [provenance.with_signoff(replace(u, target=es(u.source)), "Eva", on=DAY) for u in before.units]
    made = again(leverage(twice(text, "Rest.", new), replace(before, units=tuple(signed))))
    assert active(made) == [
        (text, es(text), State.REVIEWED),
        ("Rest.", "ES Rest.", State.REVIEWED),
        (new, es(text), State.STALE),
    ]
    assert note(made.units[2]) == "number added: two"
    assert leverage(twice(text, "Rest.", new), made).units == made.units
    third = leverage(twice(text, "Rest.", text, new), replace(before, units=tuple(signed)))
    assert third.units[2].target == "", "a text that was added is no edit"


def test_what_another_article_lost_is_offered_where_it_is_similar() -> None:
    lost = [
        replace(unit, obsolete=True)
        for unit in translated("Take one tablet at night.", "Rest the knee.").units
    ]
    old = translated("Call us.")
    made = again(leverage(pot("Take one tablet every night.", "Call us."), old, lost=lost))
    assert active(made) == [
        ("Take one tablet every night.", "ES Take one tablet at night.", State.STALE),
        ("Call us.", "ES Call us.", State.TRANSLATED),
    ]
    assert of(made, "Take one tablet every night.").previous == "Take one tablet at night."
    assert obsolete(made) == [], "the rest stays in the other article's catalog"


def test_ones_own_edited_text_goes_before_another_articles() -> None:
    lost = translated("Take one tablet each night.").units
    made = again(
        leverage(pot("Take one tablet every night."), translated("Take one tablet at night."), lost=lost)
    )
    assert active(made)[0][1] == "ES Take one tablet at night."
    both = again(
        leverage(
            pot("Take one tablet every night.", "Take one tablet each night, please."),
            translated("Take one tablet at night."),
            lost=lost,
        )
    )
    assert [target for _, target, _ in active(both)] == [
        "ES Take one tablet at night.",
        "ES Take one tablet each night.",
    ]


def test_unrelated_texts_are_not_offered() -> None:
    made = update(
        translated(*TEXTS[:3]), "Our opening hours", "We are closed on public holidays and in August."
    )
    assert [state for _, _, state in active(made)] == [State.UNTRANSLATED] * 2
    assert obsolete(made) == list(TEXTS[:3])


@pytest.mark.parametrize(
    ("old", "new"), [("Yes", "No"), ("On", "Off"), ("Monday", "Friday"), ("5 mg", "8 ml")]
)
def test_short_texts_need_to_be_more_alike(old: str, new: str) -> None:
    made = update(translated(old), "Something long to read before it", new)
    assert of(made, new).state in (State.UNTRANSLATED, State.STALE)
    assert of(made, new).state == State.UNTRANSLATED or note(of(made, new))


def test_each_of_many_similar_texts_finds_its_own() -> None:
    old = [
        f"Take {n} ml of the {w} syrup each day." for n, w in enumerate(("red", "green", "blue", "brown"), 1)
    ]
    new = [text.replace("each day", "every single day") for text in old]
    made = update(translated(*old), *new)
    assert [u.previous for u in made.units] == old


def test_the_place_decides_between_equals() -> None:
    old = ("First", "Wash your hands well, please.", "Middle", "Wash your hands well, thanks.", "Last")
    new = ("First", "Wash your hands well, now.", "Middle", "Wash your hands well, soon.", "Last")
    made = update(translated(*old), *new)
    assert [u.previous for u in made.units] == [None, old[1], None, old[3], None]


def test_a_moved_and_edited_text_is_found_anywhere_in_the_article() -> None:
    edited = TEXTS[4].replace("swollen", "very swollen")
    made = update(translated(*TEXTS), edited, *TEXTS[:4], TEXTS[5])
    assert of(made, edited).previous == TEXTS[4]


def test_a_typo_in_a_single_word_is_found() -> None:
    made = update(translated("Introducton", TEXTS[1]), TEXTS[1], "Introduction")
    assert of(made, "Introduction").previous == "Introducton"


def test_a_rewritten_chapter_finds_its_old_paragraphs() -> None:
    old = [
        f"Paragraph {n} tells about topic {n * 7} and why it matters to people like us." for n in range(60)
    ]
    new = [text.replace("people like us", "everybody") for text in old]
    made = update(translated(*old), *new)
    assert [u.previous for u in made.units] == old


# Everything at once

SENTENCES = [
    f"{what} {which} {when}."
    for what in ("Take", "Avoid", "Ask for")
    for which in ("5 ml", "the red pill", "help")
    for when in ("today", "at night", "before meals", "with water")
]


@given(st.lists(st.lists(st.sampled_from(SENTENCES), unique=True, max_size=8), min_size=2, max_size=5))
@settings(deadline=None)
def test_no_translation_is_ever_lost(versions: list[list[str]]) -> None:
    made = Catalog("es", ())
    seen: dict[str, str] = {}
    for texts in versions:
        made = update(made, *texts)
        units = []
        for unit in made.units:
            if not unit.target:
                unit = replace(unit, target=es(unit.source), state=State.TRANSLATED)
            units.append(unit)
        made = again(replace(made, units=tuple(units)))
        seen |= {unit.target: unit.source for unit in units}
        assert {unit.target for unit in made.units} == set(seen)
        for unit in made.units:
            if unit.state in ACCEPTED:
                assert unit.target == es(unit.source)
    final = update(made, *SENTENCES)
    assert set(seen) <= {unit.target for unit in final.units}


@pytest.mark.skipif(
    shutil.which("msgmerge") is None, reason="needs GNU gettext's tools (Debian package gettext)"
)
def test_msgmerge_would_change_nothing_but_the_layout(tmp_path: Path) -> None:
    template = pot(*TEXTS[:2], TEXTS[2].replace("5", "50"), *TEXTS[3:5], "Entirely new words")
    made = leverage(template, translated(*TEXTS), locale="es")
    po.write(tmp_path / "a.pot", template)
    po.write(tmp_path / "es.po", made)
    command = [
        "msgmerge",
        "--quiet",
        "--previous",
        "--no-wrap",
        "--no-fuzzy-matching",
        tmp_path / "es.po",
        tmp_path / "a.pot",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert po.loads(done.stdout, locale="es").units == made.units
