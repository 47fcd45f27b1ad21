"""The convolutional acoustic encoder: local patterns of the log-mel spectrogram."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from mmemotion.networks.spectral import BANDS, STACK, FrameEncoder

CHANNELS = (16, 32, 48, 64, 96)


class CnnEncoder(FrameEncoder):
    """Five convolutions over time and frequency, each with batch norm (Ioffe & Szegedy 2015, arXiv 1502.03167).

    The first two halve time, to 40 ms; the first four halve frequency, and the last spans what is left of it. From the
    third on they are dilated in time (Yu & Koltun 2015, arXiv 1511.07122), so that a frame is judged by about half a
    second around it.
    """

    def __init__(self, channels: tuple[int, int, int, int, int] = CHANNELS) -> None:
        super().__init__(channels[-1])
        first, second, third, fourth, fifth = channels
        left = BANDS // 2**4
        self.blocks = nn.ModuleList(
            (
                _block(nn.Conv2d(1, first, 5, (2, 2), padding=2, bias=False)),
                _block(nn.Conv2d(first, second, 3, (2, 2), padding=1, bias=False)),
                _block(nn.Conv2d(second, third, 3, (1, 2), padding=1, bias=False)),
                _block(nn.Conv2d(third, fourth, 3, (1, 2), padding=(2, 1), dilation=(2, 1), bias=False)),
                _block(nn.Conv2d(fourth, fifth, (3, left), padding=(3, 0), dilation=(3, 1), bias=False)),
            )
        ).to(memory_format=torch.channels_last)

    def forward(self, frames: Tensor, mask: Tensor) -> Tensor:
        """frames [batch, n, WIDTH], mask bool [batch, n] -> [batch, n, out_dimension]."""
        picture = frames.unflatten(-1, (STACK, BANDS)).flatten(1, 2)[:, None]
        picture = picture.contiguous(memory_format=torch.channels_last)  # twice as fast on a CPU
        present = mask.repeat_interleave(STACK, 1)
        for block in self.blocks:
            picture = block(picture * present[:, None, :, None])
            present = present[:, :: present.shape[1] // picture.shape[2]]
        found: Tensor = picture[..., 0].transpose(1, 2) * mask[..., None]
        return found


def _block(convolution: nn.Conv2d) -> nn.Sequential:
    return nn.Sequential(convolution, nn.BatchNorm2d(convolution.out_channels), nn.ReLU())
