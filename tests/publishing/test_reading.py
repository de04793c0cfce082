"""What makes pages easy to read: doses on a phone, numbers with their units, no foreign shortcodes."""

from __future__ import annotations

import pytest

from toolkit.publishing import body
from toolkit.publishing.tables import labelled
from toolkit.publishing.typography import kept_together

DOSES = (
    "<table><thead><tr><th>Medicine</th><th>Dose &amp; form</th><th style='x'>At \"most\"</th></tr></thead>"
    "<tbody><tr><th>A</th><td>5 mg</td><td>3</td></tr><tr><td>B</td><td></td><td>4</td></tr></tbody></table>"
)


def test_cells_know_their_columns_name() -> None:
    made = labelled(f"<p>x</p>{DOSES}")
    assert made.startswith('<p>x</p><table data-stack="">')
    assert '<th data-label="Medicine">A</th><td data-label="Dose &amp; form">5 mg</td>' in made
    assert made.count('data-label="At &quot;most&quot;"') == 2
    assert "<th>Medicine</th><th>Dose" in made  # the head itself is left alone


def test_end_tags_may_be_left_out() -> None:
    made = labelled("<table><caption>x<tr><th>A<th>B<th>C<tr><td>1<td>2<td>3</table>")
    assert '<td data-label="A">1<td data-label="B">2<td data-label="C">3' in made


@pytest.mark.parametrize(
    "table",
    [
        DOSES.replace("<td>3</td>", ""),  # a cell is missing
        DOSES.replace("<td>5 mg", "<td colspan=2>5 mg"),
        DOSES.replace("<td>5 mg", "<td><table><tr><td>x</td></tr></table>"),
        DOSES.replace("<th>Medicine</th>", "<td>Medicine</td>"),  # no names of columns
        DOSES.replace("Medicine", '<span class="untranslated" lang="en">Medicine</span>'),
        "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",  # narrow
        "<table><tr><th>A</th><th>B</th><th>C</th></tr></table>",
        "<table><tr><td>1</td>",
    ],
)
def test_other_tables_stay_as_they_are(table: str) -> None:
    assert labelled(table) == table


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("take 500 mg or 10 %", "take 500~mg or 10~%"),
        ("38.5 °C, 180/110 mmHg, 1,000 mL", "38.5~°C, 180/110~mmHg, 1,000~mL"),
        ("خذ 500 ملغ", "خذ 500~ملغ"),
        ("5 minutes, 3 grams, 2 mgx, 1 %x", "5 minutes, 3 grams, 2 mgx, 1 %x"),
        ('<a title="5 mg">5 mg</a>', '<a title="5 mg">5~mg</a>'),
        ("<code>5 mg</code> <pre>5 mg</pre> 5 mg", "<code>5 mg</code> <pre>5 mg</pre> 5~mg"),
        ("<script>5 mg</script><style>5 mg</style>", "<script>5 mg</script><style>5 mg</style>"),
    ],
)
def test_a_number_and_its_unit_stay_on_one_line(html: str, shown: str) -> None:
    assert kept_together(html) == shown.replace("~", "\u00a0")


def test_a_range_stays_on_one_line() -> None:
    assert (
        kept_together("(200–400 mg), 5 – 7, <b>1–2</b>") == "(200–\u2060400\u00a0mg), 5 – 7, <b>1–\u20602</b>"
    )


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("فوق 38.5 °C (101.3 °F)،", "فوق [38.5~°C] ([101.3~°F])،"),
        ("أقل من 180/110 mmHg و200 mg/dL.", "أقل من [180/110~mmHg] و[200~mg/dL]."),
        ("من 200–400 mg", "من [200–_400~mg]"),
        ("500 ملغ و10 %", "500~ملغ و[10~%]"),  # Arabic signs run as they should
        ("<option>5 mg</option><textarea>5 mg</textarea>", "<option>5 mg</option><textarea>5 mg</textarea>"),
        ('<a title="5 mg" href="x">5 mg</a>', '<a title="5 mg" href="x">[5~mg]</a>'),
        ("<bdi>5 mg</bdi> <code>5 mg</code>", "<bdi>5 mg</bdi> <code>5 mg</code>"),
    ],
)
def test_quantities_stay_in_order_among_arabic(html: str, shown: str) -> None:
    for sign, made in (("~", "\u00a0"), ("_", "\u2060"), ("[", '<bdi dir="ltr">'), ("]", "</bdi>")):
        shown = shown.replace(sign, made)
    assert kept_together(html, rtl=True) == shown


@pytest.mark.parametrize(
    ("markdown", "left"),
    [
        ('a\n\n{{< form list="x" >}}\n\nb\n', False),
        ("a\n\n{{% form %}}\n\nb\n", False),
        ("a\n\n`{{< form >}}`\n\nb\n", True),
        ("a\n\n    {{< form >}}\n\nb\n", True),
        ("a\n\n{{ site.name }}\n\nb\n", True),
        ("a\n\n{{< form >}} and words\n\nb\n", True),
    ],
)
def test_shortcodes_of_other_generators_are_no_text(markdown: str, left: bool) -> None:
    html = body.render(markdown)
    assert ("{{" in html) == left
    assert "<p>a</p>" in html
    assert "<p>b</p>" in html
