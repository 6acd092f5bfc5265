"""What two pictures have in common and what only one of them says: two lenses, two specs, two versions of one spec.

```
Model ─ lenses ─▶ Lenses ─┐
Model, Model ─ difference ─▶ Difference ─ panels, tables ─▶ Report ─ written ─▶ bytes (SVG, HTML, Markdown, JSON)
```

`lenses`, `alignment`, `changes` and `difference` find facts and hold no words; `wording` words them. A `Report` is
graphs and tables with their words, and no positions yet; `written` makes a file of it.
"""

from __future__ import annotations

from collections.abc import Mapping

FORMATS = ("html", "svg", "markdown", "json")
EXTENSIONS: Mapping[str, str] = {
    ".html": "html", ".htm": "html", ".svg": "svg", ".md": "markdown", ".markdown": "markdown", ".json": "json",
}  # fmt: skip
SUFFIXES: Mapping[str, str] = {"html": ".html", "svg": ".svg", "markdown": ".md", "json": ".json"}
