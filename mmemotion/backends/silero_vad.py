"""Voice activity by Silero VAD (MIT), run as a stream."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from mmemotion.types import FloatArray

FRAME = 512
"""Samples per probability: 32 ms at 16 kHz."""

_CONTEXT = 64
_STATE = (1, 1, 128)


class SileroVad:
    """Speech probability per 32 ms of 16 kHz mono sound; the network's state is kept from call to call."""

    def __init__(self, model: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = 1
        options.intra_op_num_threads = 1
        options.log_severity_level = 4
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._hidden = np.zeros(_STATE, dtype=np.float32)
        self._cell = np.zeros(_STATE, dtype=np.float32)
        self._tail = np.zeros(_CONTEXT, dtype=np.float32)

    def speech_probability(self, samples: FloatArray) -> FloatArray:
        """Probabilities float32 [n / 512] of samples [n], n a multiple of 512."""
        if len(samples) == 0:
            return np.zeros(0, dtype=np.float32)
        frames = samples.reshape(-1, FRAME)
        before = np.concatenate([self._tail[None], frames[:-1, -_CONTEXT:]])
        self._tail = frames[-1, -_CONTEXT:].copy()
        inputs = {"input": np.concatenate([before, frames], axis=1), "h": self._hidden, "c": self._cell}
        probability, self._hidden, self._cell = self._session.run(None, inputs)
        return np.asarray(probability, dtype=np.float32).reshape(-1)
