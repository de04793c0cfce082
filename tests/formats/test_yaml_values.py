"""Front matter that is read without the YAML parser says what the parser says."""

from __future__ import annotations

import datetime
import subprocess
import sys

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.formats import yaml_values

KEYS = st.sampled_from(["title", "a", "date", "x-y", "_k", "k1", "yes", "Null"])
VALUES = st.one_of(
    st.sampled_from(
        """Word|Two words|'it'|"q"|''|""|12|0|012|2024-01-31|2024-02-28|2024-02-30|0001-01-01|yes|Null|off|e5
NaN|inf|x  |word\tx|word\t|a~b|a=b|é|x\u00a0|2024-1-1|1e5|99999999999999999999|it-s|a ? b|a - b|Y|<<|=
x\u2028y|z\x85w|\x7f|c\x01||'it''s'|"a\\nb"|a\r""".replace("\n", "|").split("|")
    ),
    st.text(alphabet="abcXYZ 012-'\"é\t=~?<^$/;(),.:#!&*|>%@`[]{}\\", max_size=8),
)
MAPPINGS = st.lists(
    st.one_of(st.just(""), st.tuples(KEYS, st.sampled_from([": ", ":", ":  "]), VALUES).map("".join)),
    max_size=3,
).map(lambda lines: "".join(line + "\n" for line in lines))


@settings(max_examples=500, deadline=None)
@given(MAPPINGS)
def test_the_short_way_says_what_the_parser_says(content: str) -> None:
    short = yaml_values._load_simple(content)
    if short is not None:
        long = yaml.safe_load(content) or {}
        assert short == long
        assert [*map(type, short.values())] == [*map(type, long.values())]


def test_usual_front_matter_needs_no_parser() -> None:
    content = (
        "lead: 10 ways, and it's a<b:c#d\ntitle: Word for word\ndate: 2024-02-28\nday: 2024/02/28\n"
        "about: <Tabs>\nweight: 3\ndescription: 'It'\nauthor:\n"
    )
    assert yaml_values.load(content) == {
        "lead": "10 ways, and it's a<b:c#d",
        "day": "2024/02/28",
        "about": "<Tabs>",
        "title": "Word for word",
        "date": datetime.date(2024, 2, 28),
        "weight": 3,
        "description": "It",
        "author": None,
    }
    keys = ["title", "lead", "about"]
    code = (
        "import sys; from toolkit.formats import yaml_values; "
        f"yaml_values.load({content!r}); yaml_values.values({content!r}, frozenset({keys})); "
        "print('yaml' in sys.modules); yaml_values.load('a: [b]'); print('yaml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


@pytest.mark.parametrize("blank", ["\t", "\r", "\x85", "\u2028", "\u2029"])
def test_the_short_way_is_not_gone_where_parsers_see_other_lines(blank: str) -> None:
    """An article is not extracted and then found to be broken when it is built."""
    content = f"title: one{blank}two words\n"
    try:
        loaded = yaml.load(content, Loader=yaml_values._loader())["title"]
    except yaml.YAMLError:
        with pytest.raises(yaml_values.Invalid):
            yaml_values.values(content, frozenset(["title"]))
    else:
        assert [one.text for one in yaml_values.values(content, frozenset(["title"]))] == [loaded]


def test_a_day_there_never_was_is_named_where_it_stands() -> None:
    content = "title: On 2024-01-01 and 2024-02-29\ntags: [a]\ndate: 2024-02-30\n"
    with pytest.raises(yaml_values.Invalid) as caught:
        yaml_values.load(content)
    assert content[caught.value.offset :] == "2024-02-30\n"
