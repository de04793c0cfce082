"""The record of a translated article: which machine drafted each segment, who edited it, who accepted it."""

from toolkit.auditing.gather import Audit, audit
from toolkit.auditing.records import Person, Record, records

__all__ = ["Audit", "Person", "Record", "audit", "records"]
