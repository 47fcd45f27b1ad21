"""The recurrent acoustic encoder: a log-mel spectrogram read forwards and backwards."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from mmemotion.networks.spectral import WIDTH, FrameEncoder


class BiGruEncoder(FrameEncoder):
    """Two layers of gated recurrent units (Cho et al. 2014, arXiv 1406.1078) in both directions (Schuster & Paliwal
    1997, IEEE Transactions on Signal Processing 45(11))."""

    def __init__(self, hidden: int = 96, layers: int = 2, dropout: float = 0.2) -> None:
        super().__init__(2 * hidden)
        self.input = nn.Sequential(nn.Linear(WIDTH, hidden), nn.LayerNorm(hidden), nn.GELU())
        self.recurrent = nn.GRU(hidden, hidden, layers, batch_first=True, dropout=dropout, bidirectional=True)

    def forward(self, frames: Tensor, mask: Tensor) -> Tensor:
        """frames [batch, n, WIDTH], mask bool [batch, n] -> [batch, n, out_dimension]."""
        packed = pack_padded_sequence(self.input(frames), mask.sum(1).cpu(), batch_first=True, enforce_sorted=False)
        found, _ = pad_packed_sequence(self.recurrent(packed)[0], batch_first=True, total_length=frames.shape[1])
        return found
