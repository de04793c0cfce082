"""Pages say what the author wrote where the parser alone would read something else."""

from __future__ import annotations

import pytest

from toolkit.publishing.markdown_html import render


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thanks\n:smile: today.\n", "<p>Thanks\n:smile: today.</p>\n"),
        ("> Thanks\n> :smile:\n", "<blockquote>\n<p>Thanks\n:smile:</p>\n</blockquote>\n"),
        ("# Dear {name}\n", "<h1>Dear {name}</h1>\n"),
        ("# Dear {#you}\n", '<h1 id="you">Dear</h1>\n'),
        ("term\n: its definition\n", "<dl>\n<dt>term</dt>\n<dd>its definition</dd>\n</dl>\n"),
        (
            "- a\n    - b\n        - c\n          :smile:\n\n              :code\n",
            "<ul>\n<li>a\n<ul>\n<li>b\n<ul>\n<li>\n<p>c\n:smile:</p>\n"
            "<pre><code>:code\n</code></pre>\n</li>\n</ul>\n</li>\n</ul>\n</li>\n</ul>\n",
        ),
        (
            "<!--\n:::note\n-->\n\n<pre>\n!!! x\n    y\n</pre>\n",
            "<!--\n:::note\n-->\n<pre>\n!!! x\n    y\n</pre>\n",
        ),
        ('<p>a</p>\n!!! note "T"\n    b\n', '<p>a</p>\n!!! note "T"\n    b\n'),
        (
            "<!-- a\r\n\r\nb -->\r\n:::tip\r\n<div>ü</div>\r\n:::\r\nc\r\n",
            '<!-- a\n\nb -->\n<div class="alert tip">\n<div>ü</div>\n</div>\n<p>c</p>\n',
        ),
        ("    :code => 1\n", "<pre><code>:code =&gt; 1\n</code></pre>\n"),
        ("```\n:code\n# {name}\n```\n", "<pre><code>:code\n# {name}\n</code></pre>\n"),
        (
            ":::note\na\u2028# b\x85- c\r\n\rd\n:::\n",
            '<div class="alert note">\n<p>a\u2028# b\x85- c</p>\n<p>d</p>\n</div>\n',
        ),
        ("`{name}` and {{ tag }}\n", "<p><code>{name}</code> and {{ tag }}</p>\n"),
    ],
)
def test_page(text: str, expected: str) -> None:
    assert render(text, 0) == expected


@pytest.mark.parametrize("opening", [":::note {}", "::: {{.note #a}}\t{}", ":::note[{}]", '!!! note "{}"'])
@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("*One*", "<em>One</em>"),
        ("[One][ref]", '<a href="/u">One</a>'),
        ("- one", "- one"),
        ("1. one", "1. one"),
        ("# one #", "# one #"),
        ("> one", "&gt; one"),
        ("~~~ one", "~~~ one"),
        ("<!-- one", "&lt;!-- one"),
        ("one{two", "one{two"),
        ("one{two} three", "one{two} three"),
        ("one\u2028# two", "one\u2028# two"),
    ],
)
def test_nothing_in_a_title_opens_a_block(opening: str, title: str, expected: str) -> None:
    body = "    :x\n" if opening.startswith("!") else ":x\n:::\n"
    page = render(f"{opening.format(title)}\n{body}\n[ref]: /u\n", 0)
    assert page == f'<div class="alert note titled">\n<p>{expected}</p>\n<p>:x</p>\n</div>\n'


@pytest.mark.parametrize("line", [":::-", ":::note: one", ":::note] one", "::: {} one"])
def test_other_lines_of_colons_stay(line: str) -> None:
    assert "<div" not in render(f"{line}\n", 0)
