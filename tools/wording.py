"""How well the wording rules do on their corpus, and what each table of terms contributes.

`python tools/wording.py` prints precision and recall of every rule; `--without` goes on to empty each table in turn
and prints how the rules fall; `--wrong` prints the texts that come out wrong.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))


def main() -> None:
    from wording_corpus import report

    for line in report():
        print(line)
    if "--wrong" in sys.argv:
        print_wrong()
    if "--without" in sys.argv:
        print_ablation()


def print_wrong() -> None:
    from wording_corpus import books, said

    print()
    for book in books():
        for text in book.texts:
            if bool(said(book, text.text)) is not text.trips:
                part = "held out" if text.held_out else "tuned"
                print(f"{book.code} {part:9}{'missed' if text.trips else 'false alarm':12}{text.text}")


def print_ablation() -> None:
    """The tables by what is lost without them, the greatest loss first."""
    from wording_corpus import ablation

    (_, whole, _), *rows = ablation()
    print(
        f"\n{'without':18}{'prec.':>7}{'recall':>7}  false alarms, missed (all tables: {whole.false}, {whole.missed})"
    )
    for name, all_rules, changed in sorted(rows, key=lambda row: -(row[1].false + row[1].missed)):
        rules = ", ".join(f"{code} {each.precision:.0%}/{each.recall:.0%}" for code, each in changed.items())
        loss = f"{all_rules.false:>4}{all_rules.missed:>5}"
        print(f"{name:18}{all_rules.precision:>7.1%}{all_rules.recall:>7.1%}{loss}  {rules or 'nothing changes'}")


if __name__ == "__main__":
    main()
