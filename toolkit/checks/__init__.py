"""Checks: what is wrong with a translation, as data. One module a family; nothing here reads or writes."""
