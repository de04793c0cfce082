"""From an article and its catalogs to pages: compose, decide, render, write.

``compose`` puts translations into an article and proves that nothing else has
changed; ``policy`` says which translations count and whether a page is out;
``body`` makes HTML; ``page``, ``site`` and the modules beside them make the
pages around it.
"""
