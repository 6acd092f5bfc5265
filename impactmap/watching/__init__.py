"""Noticing that files have changed: by content, however they are saved, and the last content always counts."""

from impactmap.watching.content import content
from impactmap.watching.sources import Sources
from impactmap.watching.watcher import Watcher

__all__ = ["Sources", "Watcher", "content"]
