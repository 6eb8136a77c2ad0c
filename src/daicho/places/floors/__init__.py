"""Floors: the document, its versions from draft to in force, areas and storage places."""
