"""Templates: one unit a text, with all its places."""

from __future__ import annotations

from toolkit import formats
from toolkit.catalogs import header
from toolkit.catalogs.template import template
from toolkit.model import Document, Segment, Span


def document(text: str, *segments: Segment, format: str = "markdown") -> Document:
    return Document("guides/knee.md", format, text, segments)


def segment(text: str, whole: str, start: int = 0, **fields: object) -> Segment:
    at = whole.index(text, start)
    return Segment(Span(at, at + len(text)), text, **{"role": "paragraph", **fields})  # type: ignore[arg-type]


def test_an_empty_article() -> None:
    made = template(document(""), project="clinic")
    assert made.units == ()
    assert made.locale == ""
    assert header.get(made.header, "X-Toolkit-Format") == "markdown"
    assert header.get(made.header, "Project-Id-Version") == "clinic"
    assert header.get(made.header, "POT-Creation-Date") is None
    assert header.get(made.header, "Language") is None


def test_units_in_document_order_with_role_syntax_note_and_line() -> None:
    text = "# Knee\r\n\r\n<p>Pain</p>\r\nmore\r\n"
    made = template(
        document(
            text,
            segment("Knee", text, role="heading 1"),
            segment("Pain", text, role="paragraph", syntax="html", note="Mild\npain", context="title"),
            segment("more", text),
        )
    )
    assert [(u.source, u.role, u.syntax, u.context, u.notes, u.references) for u in made.units] == [
        ("Knee", "heading 1", "markdown", None, (), (("guides/knee.md", 1),)),
        ("Pain", "paragraph", "html", "title", ("Mild", "pain"), (("guides/knee.md", 3),)),
        ("more", "paragraph", "markdown", None, (), (("guides/knee.md", 4),)),
    ]


def test_equal_texts_share_a_unit_and_contexts_keep_them_apart() -> None:
    text = "Open\nOpen\nOpen Open\n"
    made = template(
        document(
            text,
            segment("Open", text, 0, role="heading 1", note="verb"),
            segment("Open", text, 5, role="table cell", note="verb"),
            segment("Open", text, 10, context="adjective"),
            segment("Open", text, 15, note="last"),
        )
    )
    place = "guides/knee.md"
    assert [(u.key, u.role, u.notes, u.references) for u in made.units] == [
        (("", "Open"), "heading 1", ("verb", "last"), ((place, 1), (place, 2), (place, 3))),
        (("adjective", "Open"), "paragraph", (), ((place, 3),)),
    ]


def test_two_places_in_one_line_are_one_reference() -> None:
    text = "| Yes | Yes |\n"
    made = template(document(text, segment("Yes", text), segment("Yes", text, 5)))
    assert made.units[0].references == (("guides/knee.md", 1),)


def test_locations() -> None:
    text = "a\nb\na\n"
    whole = document(text, segment("a", text), segment("b", text), segment("a", text, 2))
    assert [u.references for u in template(whole, location="file").units] == [(("guides/knee.md", None),)] * 2
    assert [u.references for u in template(whole, location="none").units] == [(), ()]


def test_a_reference_to_gettexts_separator_is_in_no_catalog() -> None:
    html = formats.parse("<p>a&#4;b</p><p>c</p>", "a.html")
    assert "c" in {unit.source for unit in template(html).units}
    assert not any("\x04" in unit.source for unit in template(html).units)
    yaml = formats.parse('---\ntitle: "a\\x04b"\n---\nc\n', "a.md")
    assert [unit.source for unit in template(yaml).units] == ["c"]
