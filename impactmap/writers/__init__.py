"""Writers: located blocks to the text of a spec. One file per syntax; both are fed with the same (see `spec`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from impactmap.document import Remark, Syntax
from impactmap.writers.markdown import write_markdown
from impactmap.writers.page import Care, Written
from impactmap.writers.spec import Item, Path, spec_of
from impactmap.writers.yaml import write_yaml

__all__ = ["WRITERS", "Care", "Item", "Path", "Written", "spec_of"]

Writer = Callable[[Item, Sequence[Remark], Care], Written]

WRITERS: dict[Syntax, Writer] = {"markdown": write_markdown, "yaml": write_yaml}
