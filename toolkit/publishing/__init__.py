"""From an article and its catalogs to pages: compose, decide, render, write.

``policy`` says which translations count and whether a page is out; ``compose``
puts them into an article and proves that nothing else has changed; ``body`` makes
HTML; ``in_language`` brings these together for one article in one language, and
``prepare`` for all of them. ``pages`` has what stands around the articles, and
``site`` is the build, of which ``reading`` and ``work`` are the two passes.
"""
