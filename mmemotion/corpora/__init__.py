"""Corpora of emotional speech and text: one file per corpus, from a folder to labelled examples."""
