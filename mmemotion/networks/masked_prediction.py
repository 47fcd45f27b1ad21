"""Self-supervision: an encoder learns from unlabelled sound by filling in what was hidden from it.

Masked reconstruction of spectral frames, as Mockingjay (Liu et al. 2020, arXiv 1910.12638) and TERA (Liu et al. 2021,
arXiv 2007.06028).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from mmemotion.networks.spectral import WIDTH, FrameEncoder


class MaskedPrediction(nn.Module):
    """Frames are hidden behind one learned frame; a linear layer tells them from what the encoder makes of the rest."""

    def __init__(self, encoder: FrameEncoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.hidden_frame = nn.Parameter(torch.zeros(WIDTH))
        self.head = nn.Linear(encoder.out_dimension, WIDTH)

    def forward(self, frames: Tensor, mask: Tensor, hidden: Tensor) -> Tensor:
        """Mean distance (L1) between hidden frames and what is told of them.

        frames [batch, n, WIDTH], mask bool [batch, n] (present), hidden bool [batch, n] within mask, at least one.
        """
        seen = torch.where(hidden[..., None], self.hidden_frame, frames)
        told = self.head(self.encoder(seen, mask))
        return nn.functional.l1_loss(told[hidden], frames[hidden])


def hide_spans(mask: Tensor, span: int, share: float, generator: torch.Generator) -> Tensor:
    """Spans of frames at random places, bool [batch, n] within mask [batch, n]; at least one frame of every row.

    As many spans begin as would hide the share if none overlapped.
    """
    lengths = mask.sum(1)
    starts = torch.rand(mask.shape, generator=generator) < share / span
    first = (torch.rand(len(mask), generator=generator) * lengths).long()
    starts[torch.arange(len(mask)), first] = True
    grown = nn.functional.max_pool1d(nn.functional.pad(starts.float(), (span - 1, 0)), span, 1) > 0
    return grown & mask
