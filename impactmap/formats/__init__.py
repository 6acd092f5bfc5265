"""The formats, one per file: each turns drawn pages into the text of a file."""
