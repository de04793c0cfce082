"""Plain-text articles on their way to a page: words stay words."""

from __future__ import annotations

from html import unescape

import pytest

from toolkit import formats
from toolkit.publishing import body, plaintext


@pytest.mark.parametrize("words", ["x {onclick=alert(1)}", "x {#id .class}", "x {% raw %}", "{{ x }}"])
def test_braces_at_the_end_of_a_heading_are_no_attributes(words: str) -> None:
    document = formats.parse("Sleep\n\nSleep is good for backs.\n\nWhat helps\n\n- a dark room\n", "a.txt")
    targets = {segment.text: words for segment in document.segments}
    assert any(segment.role.startswith(("title", "heading")) for segment in document.segments)
    html = body.render(plaintext.to_markdown(document, targets))
    assert "<h1>" in html
    assert unescape(html).count(words) == len(document.segments)
