"""Measures of the voice."""
