"""Hostile articles: pieces of every syntax the formats know, thrown together."""

from __future__ import annotations

from hypothesis import strategies as st

PIECES = """\
word|two words|é|日本|“q”|\u00a0|\u3000|\u2028|\ufeff|\x01|\x0b|\x0c|\x7f|*em*|**strong**|_x_|*|**|_
`code`|``a ` b``|`|[link](url)|[l](<u v> "title words")|[ref]|[ref][]|[t][ref]|![alt](i.png)
![](i.png "tt")|[|]|(|)|!|<b>|</b>|<br>|<span title="x y">|<!-- c -->|<!--|-->|<div>|</div>
<p>text</p>|<p translate="no">|<i class="notranslate">|</i>|</p>|<pre>|</pre>|<script>|</script>
<textarea>|<?php|<![CDATA[|&amp;|&#42;|&nbsp;|&#0;|&|\\|\\*|$m$|$$|~~s~~|~|^|[^1]|[^1]: note
[ref]: /u "ti"|[ref]: /u|[ref]:|{name}|%s|{{< x >}}|{{|}}|{%|%}|<%= y %>|{/* c */}|{: .c}|{#id}|{|}
:::|:::note T|!!! note "T"|> [!NOTE]|> [!tip] Title|#|# head|-|*|+|1.|1)|2. x|>|>>
```|~~~|```py|---|===|***|___|--|--|:-:|x:|: def|:smile:|https://a.b/c|<https://a.b>|a@b.c|- [ ] t
- [x]|<|>|"|'|=|<Foo a={1}>|<Foo a={{b: "c"}}/>|</Foo>|import x from 'y'|<!-- toolkit:off -->
<!-- toolkit:on -->|<!-- toolkit:note n -->|<!-- toolkit:context c -->|?|title: x|title: "x
title: [a, b|description: \\||  more|- a: b|+++|title = "x"|title = '''|[seo]|date: 2024-01-01|&a b
*a|!!str x|? k|%YAML""".replace("\n", "|").split("|")
PIECES += ["    ", "  ", "## ", "- ", "> ", "|", "||", "| a | b |", "|---|---|", "\\|"]
GAPS = ["", " ", "\n", "\n\n", "  \n", "\\\n", "\r\n", "\r", "\t", "\n> ", "\n- ", "\n  ", "\n    "]

soup = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "", "", "\ufeff", "---\n", "+++\n"]),
        st.lists(
            st.one_of(st.sampled_from(PIECES), st.sampled_from(GAPS), st.text(max_size=4)), max_size=24
        ).map("".join),
        st.sampled_from(["", "", "", "\n---\ntext", "\n+++\ntext"]),
    ),
)
"""Short articles of any kind."""
