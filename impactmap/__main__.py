"""`python -m impactmap` is the command."""

from impactmap.cli import main

main()
