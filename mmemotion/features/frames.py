"""The frames of all tracks: 32 ms every 16 ms, frame i centred on sample 256 i of 16 kHz mono sound."""

from __future__ import annotations

SAMPLE_RATE = 16000  # Hz
HOP = 256  # samples
WINDOW = 512  # samples
HOP_SECONDS = HOP / SAMPLE_RATE
LOOKAHEAD = 12  # frames the pitch of a frame depends on, each way: 2815 samples and the frame itself


def frame_count(sample_count: int) -> int:
    """Number of frames of a sound: one per whole hop, and one for anything shorter."""
    return max(1, sample_count // HOP)
