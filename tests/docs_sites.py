"""Small real sites, built by the hosts' own commands, and a browser that looks at their pages."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

SAMPLES = Path(__file__).parents[1] / "samples"

SPEC = """\
title: Find the current draft
need: I can't tell which draft is the current one
causes: [Copies travel by e-mail, Search ranks by file name]
harms: [Licences are cut at renewal]
gains: [More documents created per month]
"""

PAGE = f"""\
---
title: Start
---
# Start

A map:

```impactmap
{SPEC}```

The same map once more:

```impactmap
{SPEC}```

1. In a list, from a file:

    ```impactmap file="maps/blue.md" view="opportunity-tree" caption="A <tree>" alt="What to try" text
    ```

In Markdown, in a fence of four:

````{{ .impactmap #own .wide theme="dark" }}
# A Markdown map

```python
print("no part of it")
```

## Customer need
- I can't tell which draft is the current one

## Root causes
- Copies travel by e-mail

## Business harm
- Licences are cut at renewal

## KPI gains
- More documents created per month
````
"""

WRONG = """\
# Wrong

!!! note

    ```impactmap
    title: Find the current draft
    need: I can't tell which draft is the current one
    causes:
      - title: Copies travel by e-mail
        explans: nothing
    harms: [Licences are cut at renewal]
    gains: [More documents created per month]
    ```

```impactmap file="maps/bleu.md"
```

```impactmap veiw="goal-map" theme="drak"
title: x
```
"""


def run(*command: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """A command of the test's environment; the limit only keeps a hanging host from holding up the suite."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=cwd,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1", **env},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@dataclass
class Site:
    """A folder with the sources of a site; `build` builds it into `out`."""

    root: Path
    host: str

    @property
    def out(self) -> Path:
        return self.root / "site"

    def write(self, name: str, text: str) -> Path:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    def page(self, name: str = "index.html") -> str:
        return (self.out / name).read_text("utf-8")

    def build(self, *options: str) -> subprocess.CompletedProcess[str]:
        return run("zensical" if self.host == "zensical" else "mkdocs", "build", *options, cwd=self.root)


RST = (
    """\
Start
=====

See :numref:`tree`.

.. impactmap::

"""
    + "".join(f"   {line}\n" for line in SPEC.splitlines())
    + """
The same map once more:

.. impactmap::

"""
    + "".join(f"   {line}\n" for line in SPEC.splitlines())
    + """
1. In a list, from a file:

   .. impactmap:: maps/blue.md
      :view: opportunity-tree
      :caption: A <tree>
      :alt: What to try
      :name: tree
      :text:

In Markdown:

.. impactmap::
   :name: own
   :class: wide
   :theme: dark

   # A Markdown map

   ## Customer need
   - I can't tell which draft is the current one

   ## Root causes
   - Copies travel by e-mail

   ## Business harm
   - Licences are cut at renewal

   ## KPI gains
   - More documents created per month
"""
)

SPHINX = {
    "conf.py": (
        'project = "Maps"\nversion = "1"\ncopyright = "2026, us"\nextensions = ["impactmap.embed.sphinx"]\n'
        'numfig = True\nhtml_theme = "alabaster"\nexclude_patterns = ["maps", "site*"]\n'
    ),
    "maps/blue.md": (SAMPLES / "blue-corp.md").read_text("utf-8"),
}

FENCES = """
      custom_fences:
        - name: impactmap
          class: impactmap
          format: !!python/name:impactmap.embed.superfences.fence
          validator: !!python/name:impactmap.embed.superfences.validator
"""

SETTINGS = {
    "mkdocs": (
        "mkdocs.yml",
        "site_name: Maps\ntheme: {name: mkdocs, color_mode: auto}\n"
        f"markdown_extensions:\n  - admonition\n  - attr_list\n  - pymdownx.superfences:{FENCES}",
    ),
    "material": (
        "mkdocs.yml",
        "site_name: Maps\nsite_url: https://maps.example/\n"
        "theme:\n  name: material\n  font: false\n  features: [navigation.instant]\n  palette:\n"
        "    - {scheme: default, toggle: {icon: material/weather-night, name: To dark}}\n"
        "    - {scheme: slate, toggle: {icon: material/weather-sunny, name: To light}}\n"
        f"markdown_extensions:\n  - admonition\n  - attr_list\n  - pymdownx.superfences:{FENCES}",
    ),
    "zensical": (
        "zensical.toml",
        '[project]\nsite_name = "Maps"\nsite_url = "https://maps.example/"\nwatch = ["maps"]\n'
        '[project.theme]\nfont = false\nfeatures = ["navigation.instant"]\n'
        '[[project.theme.palette]]\nscheme = "default"\ntoggle.icon = "lucide/sun"\ntoggle.name = "To dark"\n'
        '[[project.theme.palette]]\nscheme = "slate"\ntoggle.icon = "lucide/moon"\ntoggle.name = "To light"\n'
        "[project.markdown_extensions]\nadmonition = {}\nattr_list = {}\n"
        "[project.markdown_extensions.pymdownx.superfences]\n"
        'custom_fences = [{ name = "impactmap", class = "impactmap", format = "impactmap.embed.superfences.fence", '
        'validator = "impactmap.embed.superfences.validator" }]\n',
    ),
}


# ---- looking at pages -------------------------------------------------------------------------------------------


BASE = "https://maps.example"
"""Where the sites say that they are; nothing is there, the browser gets their files from the folder."""


@dataclass
class Looker:
    """Opens pages of a site. `seen` is what they did that no page should do, beyond what the host's own pages do."""

    browser: Any
    folder: Path
    usual: set[str] = field(default_factory=set)
    seen: list[str] = field(default_factory=list)

    def get_used_to(self, path: str) -> None:
        """A page without a map: what it does is the host's affair."""
        for scheme in ("light", "dark"):
            self.open(path, scheme).close()
        self.usual, self.seen = set(self.seen), []

    def open(self, path: str, scheme: str = "light", width: int = 1280) -> Any:
        page = self.browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.on("console", lambda message: self._note(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: self._note(f"error: {error}"))
        page.route("**/*", self._answer)
        page.goto(BASE + path, wait_until="networkidle")
        return page

    def _note(self, what: str) -> None:
        if what not in self.usual:
            self.seen.append(what)

    def _answer(self, route: Any) -> None:
        url = route.request.url
        if not url.startswith(f"{BASE}/"):
            self._note(f"request: {url}")
            route.abort()
            return
        file = self.folder / unquote(urlsplit(url).path).lstrip("/")
        file = file / "index.html" if file.is_dir() else file
        if file.is_file():
            route.fulfill(path=file)
        else:
            self._note(f"missing: {url}")
            route.fulfill(status=404)


MAPS = """() => [...document.querySelectorAll('svg.map')].map(svg => {
  const box = svg.getBoundingClientRect(), style = getComputedStyle(svg);
  return {
    width: box.width, height: box.height, text: svg.textContent, ground: style.backgroundColor,
    ink: getComputedStyle(svg.querySelector('.ink')).fill, column: svg.closest('figure').parentElement.clientWidth,
  };
})"""
IDS = "() => [...document.querySelectorAll('[id]')].map(one => one.id).filter((id, at, all) => all.indexOf(id) !== at)"
