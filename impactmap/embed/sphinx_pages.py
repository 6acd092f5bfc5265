"""How Sphinx's writers put a map on paper and page."""

from __future__ import annotations

import hashlib
import posixpath
from pathlib import Path
from typing import Any, Literal

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from impactmap.embed.asking import Asked
from impactmap.embed.picture import as_file, drawn, inline, told, words_below
from impactmap.embed.trouble import EmbedError

_log = logging.getLogger(__name__)


class impact_map(nodes.General, nodes.Element):  # noqa: N801 - nodes are written like the elements that they are
    """A map: `asked` is an Asked, `prefix` starts its ids. Its child is the same in words, for who cannot show it."""


class Plain(SphinxPostTransform):
    """Leaves the words alone where a builder shows neither HTML nor LaTeX: text, manual pages, Texinfo, others."""

    default_priority = 200

    def run(self, **_: Any) -> None:
        if self.app.builder.format in {"html", "latex"}:
            return
        for node in list(self.document.findall(impact_map)):
            node.replace_self(node.children)


def page(writer: Any, node: impact_map) -> None:
    """The map in HTML: inline, or as a file where the project or the builder wants it so."""
    asked: Asked = node["asked"]
    alone = not isinstance(node.parent, nodes.figure)
    # The pages of an e-book are XML, whose readers know neither switches nor queries.
    if writer.builder.config.impactmap_html == "img" or writer.builder.name == "epub":
        name = _written(writer, node, "svg")
        writer.visit_image(_image(node, posixpath.join(writer.builder.imgpath, name), alone))
        if asked.look.text:
            writer.body.append(words_below(drawn(asked)))
        raise nodes.SkipNode
    classes = [*node["classes"], *([f"align-{node['align']}"] if "align" in node else [])]
    name = next(iter(node["ids"]), "")
    writer.body.append(inline(asked, drawn(asked), node["prefix"], figure=alone, name=name, classes=classes))
    raise nodes.SkipNode


def latex(writer: Any, node: impact_map) -> None:
    """The map in LaTeX, where a figure of vectors is best: PDF, else PNG, else words."""
    asked: Asked = node["asked"]
    theme: Literal["light"] | None = None if asked.theme == "dark" else "light"
    for format in ("pdf", "png"):
        try:
            name = _written(writer, node, format, theme)
        except EmbedError as error:
            _log.warning("%s", str(error), location=node, type="impactmap", subtype="latex", once=True)
            continue
        alone = not isinstance(node.parent, nodes.figure)
        writer.body.append(writer.hypertarget_to(node))
        writer.visit_image(_image(node, name, alone))
        raise nodes.SkipNode
    # What is left is the child, in words.


def leave(writer: Any, node: impact_map) -> None:
    """Nothing is open."""


def _written(writer: Any, node: impact_map, format: str, theme: Literal["light"] | None = None) -> str:
    """Writes the map among the builder's images; returns the file's name. The same map is the same file."""
    from impactmap.publish import publish

    data, warnings = as_file(node["asked"], format, theme)
    for warning in warnings:
        if warning not in drawn(node["asked"]).warnings:  # those were said when the document was read
            _log.warning("%s", warning, location=node, type="impactmap", subtype="latex")
    name = f"impactmap-{hashlib.sha256(data).hexdigest()[:20]}.{format}"
    folder = Path(writer.builder.outdir) / writer.builder.imagedir
    folder.mkdir(parents=True, exist_ok=True)
    publish(folder / name, data)
    return name


def _image(node: impact_map, uri: str, alone: bool) -> nodes.image:
    """The map as an image of docutils, in the node's place."""
    asked: Asked = node["asked"]
    image = nodes.image(uri=uri, alt=told(asked, drawn(asked)), ids=node["ids"], classes=node["classes"])
    image.parent = node.parent
    if asked.look.width:
        image["width"] = asked.look.width
    if alone and "align" in node:
        image["align"] = node["align"]
    return image
