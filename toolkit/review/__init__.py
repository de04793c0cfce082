"""The page on which people review translations: its data, its guard and its server."""
