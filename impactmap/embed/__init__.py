"""Maps inside the pages of docs sites.

`superfences` is the face for Python-Markdown hosts (MkDocs, Material, Zensical), `sphinx` the one for Sphinx. Both
read options and sources through `asking`, draw through `picture` and speak of mistakes through `trouble`.
"""
