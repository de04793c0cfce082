"""One article's page as it would be, for people who are still working on it: the review's preview.

Made by the same steps as a build's page and with the same proof, but from any translations, saved or
not, and with every text in an element that names its unit (``data-unit``). Nothing of it can run, even
where the author's own page has scripts: what a browser would execute or load from elsewhere is taken out.
"""

from __future__ import annotations

import html as htmllib
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from toolkit import locales
from toolkit.errors import BuildError
from toolkit.model import Document, Segment, UnitKey
from toolkit.project import Article, Project
from toolkit.publishing import body, places, plaintext, store, whole, words, work
from toolkit.publishing.compose import Wrap, compose_marked
from toolkit.publishing.facts import Facts
from toolkit.publishing.fallback import fitting
from toolkit.publishing.headings import outline
from toolkit.publishing.in_language import InLanguage
from toolkit.publishing.inventory import added, inventory
from toolkit.publishing.links import Finder
from toolkit.publishing.origin import Source, Workshop, source
from toolkit.publishing.pages import Site
from toolkit.publishing.policy import Decision
from toolkit.publishing.structure import scheme
from toolkit.publishing.theme_files import Theme

MARK = "data-unit"
_OURS = frozenset({("span", MARK)})
_BARE = frozenset({"title", "option", "textarea", "optgroup", "button value"})
# The first heading, where nothing but comments stands before it.
_HEADING = re.compile(r"\A((?:\s|<!--.*?-->)*)(<h1\b.*?</h1>)", re.DOTALL | re.IGNORECASE)
_RUNS = "script, iframe, frame, frameset, object, embed, applet, portal, base, noscript, template"
_SAFE_SCHEMES = frozenset({"", "http", "https", "mailto", "tel", "sms"})
_ADDRESSES = (
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "data",
    "cite",
    "background",
    "ping",
    "xlink:href",
)


@dataclass(frozen=True)
class Stage:
    """What trial pages of a project are made with; made once, and again when the project changes."""

    project: Project
    shop: Workshop
    theme: Theme
    tags: tuple[str, ...]

    @classmethod
    def of(cls, project: Project) -> Stage:
        """:raises CatalogError: the theme's words cannot be read."""
        config = project.config
        tags = (locales.canonical(config.source_language), *map(locales.canonical, config.locales))
        finder = Finder(project.source_dir, (article.name for article in project.all_articles))
        said = {tag: words.load(project, tag) for tag in tags}
        # Its own pages are shown, whatever generator the project builds for.
        shop = Workshop(
            project,
            replace(config.build, layout="site"),
            finder,
            said,
            config.site.labels,
            config.site.schema,
        )
        return cls(project, shop, Theme(project.root / config.site.theme), tags)

    def source(self, article: Article) -> Source:
        """:raises ArticleError: it cannot be read."""
        return source(self.shop, article)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a trial page finds what it shows."""

    asset: Callable[[str], str]
    """The address of a file below the source folder."""
    article: Callable[[str], str]
    """The address of another article."""
    root: str
    """What stands before ``theme/theme.css``."""


def page(
    stage: Stage,
    origin: Source,
    tag: str,
    targets: Mapping[UnitKey, str],
    name: Callable[[UnitKey], str],
    addresses: Addresses,
) -> str:
    """The article's page with these translations; what is not among them, or is refused, stays as it is.

    :param targets: untrusted.
    :param name: what ``data-unit`` says of a unit; letters and digits.
    :raises BuildError: a translation brings markup, or the theme's template fails.
    """
    made = _Trial(stage.shop, origin, tag, Decision(publish=True, share=1.0, targets=dict(targets)))
    made.places = addresses
    document = origin.document
    language = locales.parse(stage.project.config.source_language)
    wrap = _marking(document, name, language.tag, language.direction)
    composed, marked = compose_marked(document, made.target, wrap, options=stage.project.format_options)
    used = made.used(composed)
    if document.format == "text":
        html = body.render(plaintext.to_markdown(document, used, wrap))
    elif document.format == "markdown":
        html = body.render(marked, document.path)
    else:
        html = body.without_front(marked)
    strange = added(origin.inventory, inventory(html)) - _OURS
    if strange:
        what = ", ".join(sorted("<" + " ".join(item[:2]) + ">" for item in strange)[:3])
        raise BuildError(f"a translation brings markup that the source has not: {what}")
    work_on = body.Finishing(made.address, origin.ids, made.words)
    outlined = outline(html, origin.ids)
    finished = body.finish_whole(html, work_on) if origin.whole else body.finish(html, work_on)
    facts = made.facts(composed=composed, used=used, outlined=outlined)
    shown = _shown(stage, origin, facts, tag, finished, name, addresses)
    variables = [(key, made.words(value)) for key, value in stage.project.config.site.variables.items()]
    return inert(work.filled(shown, variables))


class _Trial(InLanguage):
    """An article on its way to a trial page: its addresses lead to the server that shows it."""

    places: Addresses

    def address(self, url: str) -> str:
        found = self.shop.finder.find(url, self.origin.article.name)
        if found.kind == "asset":
            return self.places.asset(_localised(self.shop.finder, found.name, self.tag))
        if found.kind == "article":
            fragment = found.suffix[found.suffix.find("#") :] if "#" in found.suffix else ""
            return self.places.article(found.name) + fragment
        return url


def _localised(finder: Finder, asset: str, tag: str) -> str:
    """``name.es.png`` stands in for ``name.png``, as in a build."""
    stem, dot, suffix = asset.rpartition(".")
    own = f"{stem}.{tag}{dot}{suffix}"
    return own if dot and finder.is_file(own) else asset


def _marking(document: Document, name: Callable[[UnitKey], str], lang: str, direction: str) -> Wrap:
    """An element around each text; attributes and front matter can have none."""
    other = f' class="untranslated" lang="{htmllib.escape(lang)}" dir="{direction}"'

    def wrap(segment: Segment, translated: bool) -> tuple[str, str]:
        bare = document.format == "html" and segment.role.partition(",")[0] in _BARE
        if segment.syntax == "text" or bare:
            return "", ""
        unit = name((segment.context or "", segment.text))
        return fitting(f'<span {MARK}="{unit}"{"" if translated else other}>', segment), "</span>"

    return wrap


def _shown(
    stage: Stage,
    origin: Source,
    facts: Facts,
    tag: str,
    finished: str,
    name: Callable[[UnitKey], str],
    addresses: Addresses,
) -> str:
    site = _site(stage, origin, facts, tag)
    context = site.article(origin.article.name, tag)
    shown: dict[str, Any] = {
        **context["page"],
        "root": addresses.root,
        "alternates": [],
        "graph": [],
        "data": "",
        "canonical": "",
        "feed": "",
        "home": "#",
        "notices": None,
        "languages": [],
    }
    if origin.whole:
        return whole.dressed(finished, shown, stage.shop.words[tag])
    heading = ""
    if match := _HEADING.match(finished):
        heading, finished = match[2], match[1].strip() + finished[match.end() :].lstrip("\n")
    # A title that stands in the text has its element there.
    given = {**shown, "author": facts.author, "title": "" if heading else shown["title"]}
    holders = _holders(origin, given, name)
    texts = {key: text for key, (text, _, _) in holders.items()}
    author = texts.pop("author", None)
    if author:
        shown["facts"] = [
            {**fact, "text": author} if fact["kind"] == "author" else fact for fact in shown["facts"]
        ]
    shown |= {"heading": heading, "body": finished, **texts}
    page = stage.theme.render("article.html", {"page": shown, "site": context["site"]}, stage.shop.words[tag])
    for text, words_of, unit in holders.values():
        page = _held(page, text, htmllib.escape(words_of), unit)
    return page


_FRONT = {"title": ("title",), "lead": ("subtitle", "description", "summary"), "author": ("author",)}


def _holders(
    origin: Source, shown: Mapping[str, Any], name: Callable[[UnitKey], str]
) -> dict[str, tuple[str, str, str]]:
    """What stands in for front matter until the template is filled: a template escapes markup."""
    by_text = {segment.text: segment for segment in origin.document.segments if segment.syntax == "text"}
    found = {}
    for key, sources in _FRONT.items():
        value = next((origin.metadata[name_] for name_ in sources if origin.metadata.get(name_)), None)
        segment = by_text.get(" ".join(str(value).split())) if value else None
        if segment is not None and shown.get(key):
            unit = name((segment.context or "", segment.text))
            found[key] = (f"unit-{secrets.token_hex(12)}", str(shown[key]), unit)
    return found


def _held(page: str, holder: str, words_of: str, unit: str) -> str:
    """The page with the real words: in an element of their own where that can be."""
    pieces = page.split(holder)
    out = [pieces[0]]
    for piece in pieces[1:]:
        before = out[-1]
        opened = before.rfind("<")
        in_tag = before.rfind(">") < opened
        element = re.match(r"<(/?[a-zA-Z][\w-]*)", before[opened:]) if opened >= 0 else None
        bare = element is not None and element[1].lower() in ("title", "option", "textarea", "style")
        out += [words_of if in_tag or bare else f'<span {MARK}="{unit}">{words_of}</span>', piece]
        out = ["".join(out)]
    return out[0]


def _site(stage: Stage, origin: Source, facts: Facts, tag: str) -> Site:
    """A site of this one article in one language."""
    article = origin.article.name
    keys = places.keys([article])
    config = stage.project.config
    return Site(
        config=config.site,
        name=config.site.title or stage.project.root.name,
        source_language=stage.tags[0],
        locales=(tag,),
        facts={(article, tag): facts},
        briefs={(article, tag): store.page(facts).brief},
        words=stage.shop.words,
        paths={(article, tag): places.page_path(keys[article], tag)},
        keys=keys,
    )


def inert(html: str) -> str:
    """The page without anything that a browser runs, submits or loads into a frame.

    A server's policy forbids all of that as well; this is for what forgets to send one.
    """
    from turbohtml.rewrite import rewrite

    def dead(element: Any) -> None:
        element.remove()

    def tame(element: Any) -> None:
        tag = element.tag.lower()
        if tag == "meta" and element.has_attribute("http-equiv"):
            element.remove()
            return
        if tag == "link" and "stylesheet" not in (element.get("rel") or "").lower().split():
            element.remove()
            return
        for attribute in [item[0] for item in element.attrs or ()]:
            low = attribute.lower()
            if low.startswith("on") or low in ("srcdoc", "formaction", "ping", "action", "target"):
                element.remove_attribute(attribute)
            elif low in _ADDRESSES:
                value = element.get(attribute) or ""
                if scheme(value) not in _SAFE_SCHEMES and not (
                    low == "src" and tag == "img" and value.lower().startswith("data:image/")
                ):
                    element.remove_attribute(attribute)

    return rewrite(html, elements=[(_RUNS, dead), ("*", tame)])


def content_type(name: str) -> str | None:
    """The type a file of an article is served as; None for what a page only links to, never shows."""
    suffix = name[name.rfind(".") :].lower()
    return _TYPES.get(suffix)


_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
    ".css": "text/css",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
}
