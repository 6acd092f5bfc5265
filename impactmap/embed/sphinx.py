"""A Sphinx extension: the directive `impactmap` holds a spec, or names a file that does.

    .. impactmap:: maps/our-map.md
       :view: opportunity-tree
       :caption: What stands between customers and us

Pages of HTML get the picture inline (or as files, `impactmap_html = "img"`), LaTeX gets PDF, and everything else
the picture in words. A page depends on the files that its maps are made from, and everything is drawn again when
the tool is another version.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.config import ENUM
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from impactmap import __version__
from impactmap.diagnostics import UsageError
from impactmap.embed.asking import Asked, Look, Source, both, choice, from_file, inside, look, settled
from impactmap.embed.picture import Drawn, drawn, figure_class, identity, remarks, words
from impactmap.embed.sphinx_pages import Plain, impact_map, latex, leave, page
from impactmap.embed.trouble import TITLE, Place, Problem, problems_of
from impactmap.project import project_settings

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

_log = logging.getLogger(__name__)

ALIGN = ("left", "center", "right")
_HOSTS_OWN = ("name", "class", "align")


class _AnyOption(dict[str, Any]):
    """Lets every option through, so that a wrong one gets the nearest right word and not only a refusal."""

    def __missing__(self, name: str) -> Any:
        return directives.unchanged


class ImpactMap(SphinxDirective):
    """The directive."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[Any] = _AnyOption({"name": directives.unchanged, "class": directives.class_option})

    def run(self) -> list[nodes.Node]:
        place = self._place()
        try:
            wanted, source, home = both(self._look, lambda: self._source(place))
            asked = settled(source, wanted, home)
            _found(self.env).setdefault(self.env.docname, {})[str(home)] = _settings_of(home)
            for used in asked.source.used:
                self.env.note_dependency(used)
            picture = drawn(asked)
            self._warn(remarks(asked, picture))
            return [self._node(asked, picture)]
        except Exception as error:
            problems = problems_of(error, b"", place)
            self._warn(problems)
            # Whatever mends it (a file that is missing yet, the settings), the next build looks again.
            self.env.note_reread()
            return [_said(problems)]

    # ---- what is asked for ------------------------------------------------------------------------------------

    def _look(self) -> Look:
        ours = {name: value or "" for name, value in self.options.items() if name not in _HOSTS_OWN}
        wanted = look(ours, also=_HOSTS_OWN)
        if "align" in self.options:
            self.options["align"] = choice("align", self.options["align"] or "", ALIGN)
        return wanted

    def _source(self, place: Place) -> tuple[Source, Path]:
        """The spec, and the file from which on its project's settings are looked for."""
        document = Path(self.env.doc2path(self.env.docname))
        text = "\n".join(self.content)
        if self.arguments and text.strip():
            raise UsageError("the directive names a file and holds a spec: keep one of the two")
        if self.arguments:
            file = self._file(self.arguments[0], document.parent)
            return from_file(file, Path(self.env.srcdir)), file
        if not text.strip():
            raise UsageError("the directive is empty: write a spec under it, or name one as in maps/our-map.md")
        return Source(text.encode("utf-8", "surrogatepass"), place), document

    def _file(self, reference: str, folder: Path) -> Path:
        """The file of the directive's argument: from the document on, or with a `/` from the source folder on."""
        source = Path(self.env.srcdir)
        root = source / self.config.impactmap_folder
        start, rest = (source, reference.lstrip("/")) if reference.startswith("/") else (folder, reference)
        return inside(root, start, rest, reference)

    # ---- where things stand -----------------------------------------------------------------------------------

    def _place(self) -> Place:
        """Where the directive's content stands. What includes it may have put it elsewhere: its file is asked."""
        path, line = self.get_source_info()
        first = line + max(self.content_offset + 1 - self.lineno, 0)
        source, indent = Path(path), 0
        with contextlib.suppress(OSError, IndexError):
            raw = source.read_text("utf-8-sig", "replace").split("\n")[first - 1]
            indent = len(raw) - len(raw.lstrip())
        name = source.relative_to(self.env.srcdir) if source.is_relative_to(self.env.srcdir) else source
        return Place(name.as_posix(), first, indent)

    def _warn(self, problems: Iterable[Problem]) -> None:
        path, line = self.get_source_info()
        ours = self._place().path
        for problem in problems:
            in_block = problem.line is not None and problem.text.startswith(f"{ours}:")
            at = problem.line if in_block else line
            _log.warning("%s", problem.text, location=f"{path}:{at}", type="impactmap", subtype="spec")

    # ---- what comes of it -------------------------------------------------------------------------------------

    def _node(self, asked: Asked, picture: Drawn) -> nodes.Node:
        number = self.env.new_serialno("impactmap")
        prefix = identity(asked, picture, self.env.docname, number)
        told = words(picture)
        node = impact_map("", nodes.literal_block(told, told, language="none"), asked=asked, prefix=prefix)
        outer: nodes.Element = node
        if asked.look.caption:
            text, messages = self.parse_inline(asked.look.caption, lineno=self.lineno)
            caption = nodes.caption(asked.look.caption, "", *text)
            self.set_source_info(caption)
            outer = nodes.figure("", node, caption, *messages)
            outer["classes"] += ["impactmap", figure_class(prefix)]
        outer["classes"] += self.options.get("class", [])
        if "align" in self.options:
            outer["align"] = self.options["align"]
        self.set_source_info(outer)
        self.set_source_info(node)
        self.add_name(outer)
        return outer


def _said(problems: Iterable[Problem]) -> nodes.Node:
    """What stands in the document in place of a map that cannot be drawn."""
    text = "\n".join(problem.text for problem in problems)
    block = nodes.literal_block(text, text, language="none")
    return nodes.admonition("", nodes.title("", TITLE), block, classes=["danger", "impactmap-error"])


# ---- settings that appear, or give way to nearer ones --------------------------------------------------------------
# Those that were found are dependencies of the document; of a file that was not there yet Sphinx knows nothing.


def _found(env: BuildEnvironment) -> dict[str, dict[str, str | None]]:
    """For each document the files whose settings were asked for, with the path of the settings that they got."""
    if not hasattr(env, "impactmap_settings"):
        env.impactmap_settings = {}  # type: ignore[attr-defined]
    return env.impactmap_settings  # type: ignore[attr-defined, no-any-return]


def _settings_of(home: Path) -> str | None:
    """The path of the settings that hold for a file, empty for none, None where they cannot be read."""
    try:
        return project_settings(home).path
    except (UsageError, OSError):
        return None


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _found(env).pop(docname, None)


def _merge(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str], other: BuildEnvironment) -> None:
    """Takes over what another process has read."""
    theirs = _found(other)
    _found(env).update({name: theirs[name] for name in docnames if name in theirs})


def _with_other_settings(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> Sequence[str]:
    """The documents with a map that other settings hold for now."""
    now: dict[str, str | None] = {}
    outdated = []
    for docname, homes in _found(env).items():
        for home, path in homes.items():
            folder = str(Path(home).parent)
            if folder not in now:
                now[folder] = _settings_of(Path(home))
            if now[folder] != path:
                outdated.append(docname)
                break
    return outdated


def setup(app: Sphinx) -> ExtensionMetadata:
    """Registers the directive and what writes it."""
    app.add_config_value("impactmap_html", "inline", "html", ENUM("inline", "img"))
    app.add_config_value("impactmap_folder", "", "env", [str])
    app.add_directive("impactmap", ImpactMap)
    app.add_node(impact_map, html=(page, leave), latex=(latex, leave))
    app.add_post_transform(Plain)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    app.connect("env-get-outdated", _with_other_settings)
    return {
        "version": __version__,
        # A number for each version: another one may draw differently, and reads no nodes of this one.
        "env_version": zlib.crc32(__version__.encode()),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
