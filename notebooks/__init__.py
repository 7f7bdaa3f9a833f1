"""Notebooks that tell a story each, on the sample articles."""
