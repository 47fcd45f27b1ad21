"""Who took the floor while another was still talking."""

from __future__ import annotations

from collections.abc import Iterable

from mmemotion.calls.floor import Transfer

LEAST = 0.5
"""Overlap (s) from which on a transfer counts as an interruption. Half of all overlaps at transfers are shorter than
about 0.2 s (Levinson & Torreira 2015, Frontiers in Psychology 6:731): people come in early, and nobody minds."""


def interruptions(transfers: Iterable[Transfer]) -> tuple[Transfer, ...]:
    """Transfers in which the next speaker began at least LEAST seconds before the last one stopped.

    The "simple interruption" of Ferguson (1977) and Beattie (1982, "Turn-taking and interruption in political
    interviews", Semiotica 39): both talk at once, and the one who came in has the floor after it. Whether what was said
    before was complete, or the other was helped to a word, is not known here. Who talks over another without getting
    the floor, as with "mhm" (Yngve 1970), interrupts nobody.
    """
    return tuple(transfer for transfer in transfers if transfer.offset <= -LEAST)
