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
        ('source-language = "en"\nlocales = ["en"]', 2, "'en' is the language the articles are written in"),
        ('source_language = "en"', 1, "did you mean source-language?"),
        ("locales = [1 2]", 1, "not valid TOML"),
        ('formats = "x"', 1, "a table"),
        ('LOCALES = ["es"]', 1, "did you mean locales?"),
        ("\n[tool.toolkit]\nlocales = []", 2, "in toolkit.toml the keys stand at the top"),
        ("[tool.toolkit.build]\njobs = 1", 1, "write [build] instead of [tool.toolkit.build]"),
        ("[toolkit]\nlocales = []", 1, "without this table"),
        ("[build]\nthreshold = 7", 2, "build.threshold: has to be from 0 to 1, not 7"),
        ("[build]\nthreshold = nan", 2, "a finite number, not nan"),
        ("[build]\nthreshold = 1e400", 2, "a finite number, not inf"),
        ("[checks]\nlength-ratio = 1" + "0" * 400, 2, "has to be a number"),
        ('locales = ["fr"]\n[build.locale.fr]\nthreshold = -0.1', 3, "from 0 to 1, not -0.1"),
        ("[build]\njobs = -1", 2, "build.jobs: has to be 0 or more, not -1"),
        ("[checks]\nmin-translated = 101", 2, "checks.min-translated: has to be from 0 to 100"),
        ("[checks]\nmin-reviewed = -1", 2, "from 0 to 100, not -1.0"),
        ("[site]\nlisted-from = 50", 2, "site.listed-from: has to be from 0 to 1, not 50"),
        ("[draft]\nmax-characters = -1", 2, "0 or more"),
        ("[engines]\nattempts = 0", 2, "1 or more"),
        ('output = ".git"', 1, ".git belongs to version control"),
        ('output = "a/.Git"', 1, "belongs to version control"),
        ('output = "./.toolkit/x"', 1, ".toolkit belongs to the toolkit"),
        ('output = "source_articles/out"', 1, "lies inside the source folder 'source_articles'"),
        ('output = "./locales//out"', 1, "lies inside the catalogs folder 'locales'"),
        ('source = "a/b"\noutput = "a"', 2, "lies above the source folder 'a/b'"),
        ('catalogs = "a/b"\noutput = "a/"', 2, "lies above the catalogs folder 'a/b'"),
        ('output = "./locales"', 1, "three different folders"),
        ('[terms]\nglossary = "../words.csv"', 2, "terms.glossary: '../words.csv' is not a file below the"),
        ('[site]\ntheme = "/etc"', 2, "site.theme: '/etc' is not a folder below the project"),
        ('[checks]\nbaseline = "a/../../b"', 2, "is not a file below the project"),
        ('[site]\nbase-url = "javascript:alert(1)"', 2, "site.base-url: has to be an address that begins"),
        ('[site]\nbase-url = "https:///x"', 2, "http:// or https://"),
        ('[site]\nbase-url = "https://a.example/?x"', 2, "without ? and #"),
        ('locales = ["es"]\n[build.locale.fr]', 2, "the project has no locale fr\n  it has es; add it"),
        ('locales = ["es"]\n[build.locale."f!"]', 2, "not a language tag"),
        ('locales = ["es"]\n[checks.locale.fr]', 2, "checks.locale.fr: the project has no locale fr"),
        ('[engines.locales]\n"f!" = ["copy"]', 2, "not a language tag"),
        ('locales = ["pt-BR"]\n[build.locale.pt_BR]\n[build.locale.pt-br]', 3, "stands there twice"),
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


def test_numbers_at_the_ends_of_their_range_are_good() -> None:
    table = {"build": {"threshold": 1, "jobs": 0}, "checks": {"min-translated": 100}, "site": {"feed": 0}}
    found = config.from_table(table, Path("toolkit.toml"))
    assert (found.build.threshold, found.build.jobs) == (1.0, 0)
    assert (found.checks.min_translated, found.site.feed) == (100.0, 0)


@pytest.mark.parametrize(
    "address", ["http://localhost:8000", "HTTPS://clinic.example/a/", "http://[::1]/", ""]
)
def test_web_addresses_are_good(address: str) -> None:
    assert config.from_table({"site": {"base-url": address}}, Path("toolkit.toml")).site.base_url == address


def test_settings_of_a_locale_count_however_its_tag_is_written() -> None:
    table = {
        "locales": ["pt-BR"],
        "build": {"locale": {"pt_br": {"accept": "reviewed"}}},
        "checks": {"locale": {"PT": {"reading-grade": 8}, "en": {}}},
        "engines": {"locales": {"pt_br": ["copy"]}},
    }
    found = config.from_table(table, Path("toolkit.toml"))
    assert found.build.locale["pt-BR"].accept == "reviewed"
    assert found.checks.locale["pt"].reading_grade == 8
    assert found.engines.locales == {"pt-BR": ("copy",)}


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    path = tmp_path / "toolkit.toml"
    path.write_bytes(b'\xef\xbb\xbflocales = ["es"]\n')
    found = config.load(path)
    assert found is not None
    assert found.locales == ("es",)
