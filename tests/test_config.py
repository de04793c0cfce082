from __future__ import annotations

from pathlib import Path

import pytest

from toolkit import config
from toolkit.errors import ConfigError


def test_an_empty_table_gives_the_documented_defaults() -> None:
    found = config.from_table({}, Path("toolkit.toml"))
    assert found == config.Config()
    assert (found.source, found.catalogs, found.output) == ("source_articles", "locales", "build")
    assert found.source_language == "en"


def test_hyphenated_keys_fill_fields_and_arrays_become_tuples(tmp_path: Path) -> None:
    path = tmp_path / "toolkit.toml"
    path.write_text(
        'source-language = "es"\nlocales = ["en"]\n[formats]\nfront-matter-keys = ["title", "seo.title"]\n'
    )
    found = config.load(path)
    assert found is not None
    assert found.source_language == "es"
    assert found.formats.front_matter_keys == ("title", "seo.title")


def test_pyproject_without_our_table_is_no_configuration(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text('[project]\nname = "x"\n')
    assert config.load(path) is None
    path.write_text('[tool.toolkit]\nlocales = ["ar"]\n')
    found = config.load(path)
    assert found is not None
    assert found.locales == ("ar",)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('locals = ["es"]', 1, "did you mean locales?"),
        ('\n\nlocales = "es"', 3, "an array"),
        ("[formats]\ntranslate-pre = 1", 2, "true or false"),
        ('[formats]\nfront-mater-keys = ["a"]', 2, "front-matter-keys"),
        ('output = "../elsewhere"', 1, "not a folder below the project"),
        ('output = "/tmp/x"', 1, "not a folder below the project"),
        ('output = "."', 1, "the project itself"),
        ('output = "locales"', 1, "three different folders"),
        ('location = "page"', 1, "'line', 'file', 'none'"),
        ('locales = ["es", "e_s_p_"]', 1, "not a language tag"),
        ('locales = ["es", "ES"]', 1, "stands there twice"),
        ('source-language = "en"\nlocales = ["en"]', 2, "stands there twice"),
        ('source_language = "en"', 1, "did you mean source-language?"),
        ("locales = [1 2]", 1, "not valid TOML"),
        ('formats = "x"', 1, "a table"),
    ],
)
def test_an_error_names_file_line_and_what_mends_it(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = tmp_path / "toolkit.toml"
    path.write_text(text + "\n")
    with pytest.raises(ConfigError) as caught:
        config.load(path)
    assert says in str(caught.value)
    assert caught.value.path == str(path)
    assert caught.value.line == line


def test_a_file_that_is_not_utf8_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "toolkit.toml"
    path.write_bytes(b'source = "\xff"')
    with pytest.raises(ConfigError, match="not UTF-8"):
        config.load(path)
