"""Pages for paper and mail: one HTML file each that needs nothing else, no script, no network.

They show texts of articles and catalogs, which are untrusted: everything is escaped by the template
engine, and each text stands in its own language and direction.
"""
