"""Front matter: which values are for translators, how they are written back, what is refused."""

from __future__ import annotations

import datetime
import tomllib

import pytest
import yaml

from toolkit import formats
from toolkit.errors import ArticleError
from toolkit.formats.options import FormatOptions
from toolkit.formats.spliced import splice
from toolkit.model import Document

NASTY = [
    "plain words",
    "colon: inside",
    "ends with colon:",
    "# hash",
    "a # hash",
    "- dash",
    "[list]",
    "{map}",
    "a, b",
    "yes",
    "null",
    "3",
    "2024-01-01",
    "~",
    "'single'",
    '"double"',
    "it's",
    'say "no" \\ twice',
    "* star",
    "& and",
    "! bang",
    "| pipe",
    "> more",
    "% percent",
    "@ at",
    "` tick",
    "two\nlines",
    "tab\tinside",
    "---",
    "...",
    "+++",
    '"""',
    "'''",
    "back\\slash",
    "C:\\new",
    "日本語",
    "«\u00a0x\u00a0»",
    "عربي",
    "?",
    "? question",
    "a: b: c",
    "=",
    "<<",
    "\u2028x",
    'ends with quote"',
    "ends with '",
]

YAML = {
    "plain": "---\ntitle: Words here\nweight: 3\n---\n",
    "double": '---\ntitle: "Words here"\nweight: 3\n---\n',
    "single": "---\ntitle: 'Words here'\nweight: 3\n---\n",
    "list": "---\nkeywords:\n  - Words here\n  - other\n---\n",
    "flow": "---\nkeywords: [Words here, other]\n---\n",
    "flow map": "---\nseo: {title: Words here, x: 1}\n---\n",
    "nested": "---\nseo:\n  title: Words here # remark\n---\n",
    "literal": "---\ndescription: |\n  Words here\nweight: 3\n---\n",
    "folded": "---\ndescription: >-\n    Words\n    here\nweight: 3\n---\n",
    "several lines": "---\ntitle: Words\n  here\nweight: 3\n---\n",
    "next line": "---\ntitle:\n  Words here\nweight: 3\n---\n",
    "anchor": "---\ntitle: &a Words here\nother: *a\n---\n",
    "key in quotes": '---\n"title": Words here\n---\n',
    "comment": "---\ntitle: Words here  # a remark\n---\n",
    "old mac": "---\rtitle: Words here\rweight: 3\r---\r",
    "windows": "---\r\ntitle: Words here\r\nweight: 3\r\n---\r\n",
    "byte order mark": "\ufeff---\ntitle: Words here\n---\n",
    "dots": "---\ntitle: Words here\n...\n",
}  # fmt: skip
TOML = {
    "basic": '+++\ntitle = "Words here"\nweight = 3\n+++\n',
    "literal": "+++\ntitle = 'Words here'\nweight = 3\n+++\n",
    "multi-line": '+++\ntitle = """\nWords here"""\n+++\n',
    "multi-line literal": "+++\ntitle = '''Words here'''\n+++\n",
    "array": "+++\nkeywords = [\n  'Words here', # remark ]\n  \"other\",\n]\n+++\n",
    "table": '+++\nx = 1\n[seo] # remark\n"title" = "Words here"\n+++\n',
    "inline table": '+++\nseo = {title = "Words here", d = 2024-01-01}\n+++\n',
    "dotted": "+++\nseo.title = 'Words here'\n+++\n",
}
OPTIONS = FormatOptions(front_matter_keys=("title", "description", "keywords", "seo.title"))


def parsed(text: str) -> Document:
    return formats.parse(text, "a.md", OPTIONS)


def loaded(text: str) -> object:
    """What other people's parsers read; the strings of interest first."""
    content = text.removeprefix("\ufeff")[3:]
    if text.startswith("+++"):
        data = tomllib.loads(content.partition("\n+++")[0])
    else:
        content = content.replace("\r\n", "\n").replace("\r", "\n")
        data = yaml.safe_load(content.rpartition("\n---" if "\n---" in content else "\n...")[0])
    first = next(iter({key: value for key, value in data.items() if key != "x"}.values()))
    if isinstance(first, dict):
        first = first["title"]
    return first[0] if isinstance(first, list) else first


def with_first(document: Document, target: str) -> str:
    """The article with its first text translated."""
    return splice(document, [(0, formats.encode(document, document.segments[0], target))])


@pytest.mark.parametrize("target", NASTY)
@pytest.mark.parametrize("name", YAML)
def test_yaml_says_the_target_whatever_it_is(name: str, target: str) -> None:
    document = parsed(YAML[name])
    segment = document.segments[0]
    assert segment.text == "Words here"
    assert segment.syntax == "text"
    text = with_first(document, target)
    value = loaded(text)
    assert isinstance(value, str)
    expected = target.replace("\u2028", " ").strip()
    assert value.strip("\n").replace("\r", "") == expected
    again = parsed(text)
    assert len(again.segments) <= len(document.segments)
    assert formats.metadata(document).keys() == formats.metadata(again).keys()


@pytest.mark.parametrize("target", NASTY)
@pytest.mark.parametrize("name", TOML)
def test_toml_says_the_target_whatever_it_is(name: str, target: str) -> None:
    document = parsed(TOML[name])
    segment = document.segments[0]
    assert segment.text == "Words here"
    text = with_first(document, target)
    assert str(loaded(text)).strip("\n") == target.strip()


@pytest.mark.parametrize("target", ["Uno.\nDos.", "Uno.\n\nDos.", "Uno.\n\n\nDos.", "Uno.\n- dos"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "scalar",
    [
        "|\n  One.\n\n  Two.",
        "|+ # kept > so\n  One.\n  Two.\n",
        ">\n  One\n  more.\n\n  Two.",
        ">-  # lines | joined\n    One.\n\n\n    Two.",
    ],
)
def test_paragraphs_of_a_block_scalar_stay_apart(scalar: str, newline: str, target: str) -> None:
    document = parsed(f"---\ndescription: {scalar}\nweight: 3\n---\n".replace("\n", newline))
    text = with_first(document, target)
    assert str(loaded(text)).rstrip("\n") == target
    assert formats.metadata(parsed(text))["weight"] == 3


def test_lines_of_a_literal_block_keep_their_own_indent() -> None:
    document = parsed("---\ndescription: |\n  One:\n    - two\n---\n")
    assert document.segments[0].text == "One:\n  - two"
    text = with_first(document, "Uno:\n  - dos")
    assert loaded(text) == "Uno:\n  - dos"


def texts(text: str) -> list[str]:
    return [segment.text for segment in parsed(text).segments]


def test_no_op_cases() -> None:
    assert texts("---\n---\n") == []
    assert texts("---\n# only a remark\n---\n") == []
    assert texts("---\nlayout: post\n---\n") == []
    assert texts("---\n\n---\n\nText\n") == ["Text"]


def test_numbers_dates_and_booleans_are_data() -> None:
    assert texts("---\ntitle: 3\ndescription: 2024-01-01\nkeywords: [yes, 1.5, ~, words]\n---\n") == ["words"]
    assert texts("+++\ntitle = 3\ndescription = 2024-01-01\nkeywords = [true, 1.5]\n+++\n") == []


def test_only_whole_paths_count() -> None:
    assert texts("---\nresources:\n  - title: no\nseo:\n  title: yes please\n  description: no\n---\n") == [
        "yes please"
    ]


def test_roles_name_the_path() -> None:
    document = parsed("---\nseo:\n  title: words\nkeywords: [one, two]\n---\n")
    assert [segment.role for segment in document.segments] == [
        "front matter: seo.title",
        "front matter: keywords",
        "front matter: keywords",
    ]


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert texts("---\n\nText\n\n---\n") == ["Text"]
    assert texts("---\nText\n---\n") == ["Text"]
    assert texts("+++\nText\n") == ["+++ Text"]


def test_an_alias_is_translated_where_its_anchor_is() -> None:
    text = "---\ntitle: &t Words\ndescription: *t\n---\n"
    document = parsed(text)
    assert len(document.segments) == 1
    assert with_first(document, "a: b") == '---\ntitle: &t "a: b"\ndescription: *t\n---\n'


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("---\ntitle: x\n\nText\n", 1, "not closed"),
        ("+++\ntitle = 'x'\n\nText\n", 1, "not closed"),
        ("---\ntitle: 'x\n---\n", 3, "not valid YAML"),
        ("---\ntitle: a: b\n---\n", 2, "not valid YAML"),
        ("---\ntitle: x\n\ttab: y\n---\n", 3, "not valid YAML"),
        ("---\ntitle: x\n- y\n---\n", 3, "not valid YAML"),
        ("+++\ntitle = x\n+++\n", 2, "not valid TOML"),
        ("+++\ntitle = 'x'\ntitle = 'y'\n+++\n", 3, "not valid TOML"),
        ("---\ntitle: \x01x\n---\n", 2, "not valid YAML"),
    ],
)
def test_broken_front_matter_is_one_clear_error(text: str, line: int, message: str) -> None:
    with pytest.raises(ArticleError, match=message) as caught:
        parsed(text)
    assert caught.value.path == "a.md"
    assert caught.value.line == line
    assert caught.value.column is not None


def test_aliases_of_aliases_take_no_time() -> None:
    """9^12 ways lead to the words; and a list that holds itself has no end at all."""
    lines = ['k0: &k0 ["some words"]']
    lines += [f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9)}]" for n in range(1, 13)]
    content = "\n".join(lines)
    assert texts(f"---\n{content}\ntitle: *k12\n---\n") == ["some words"]
    assert texts("---\nkeywords: &k [one, *k]\nseo: &s {title: two, more: *s}\n---\n") == ["one", "two"]
    assert texts(f"---\ntitle: {'[' * 500}deep{']' * 500}\n---\n") == ["deep"]


def test_metadata_is_all_of_it() -> None:
    text = "---\ntitle: Words\ndate: 2024-05-01\ntags: [a, b]\nweight: 3\n---\n"
    assert formats.metadata(parsed(text)) == {
        "title": "Words",
        "date": datetime.date(2024, 5, 1),
        "tags": ["a", "b"],
        "weight": 3,
    }
    assert formats.metadata(parsed("+++\ntitle = 'W'\n+++\n")) == {"title": "W"}
    assert formats.metadata(parsed("Text\n")) == {}
