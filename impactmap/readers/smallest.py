"""The smallest specs, shown to whoever hands in an empty one."""

from __future__ import annotations

MARKDOWN = """\
the smallest spec is a title and four lists:

# Find the current draft

## Customer need
- I can't tell which draft is the current one

## Root causes
- Copies travel by e-mail

## Business harm
- Licences are cut at renewal

## KPI gains
- More documents created per month
"""

YAML = """\
the smallest spec is a title and four lists:

title: Find the current draft
need: I can't tell which draft is the current one
causes:
  - Copies travel by e-mail
harms:
  - Licences are cut at renewal
gains:
  - More documents created per month
"""
