"""A recording as its user corrected it: the analysis stays as it was, edits are applied to it. No models, no files."""
