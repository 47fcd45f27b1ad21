"""Fitting networks to labelled examples."""
