"""Sound in: files, sample rates, levels, and how channels become speakers."""
