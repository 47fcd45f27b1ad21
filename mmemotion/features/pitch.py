"""Fundamental frequency by SwiftF0, a small convolutional network (Nieradzik 2025, arXiv 2508.18440)."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np

from mmemotion.errors import ModelCorruptError, ModelMissingError
from mmemotion.features.frames import HOP, LOOKAHEAD, frame_count
from mmemotion.types import FloatArray

LOWEST_HZ = 50.0
HIGHEST_HZ = 600.0
VOICED_CONFIDENCE = 0.5  # the network is calibrated so that a frame is voiced from here on
BLOCK = 250  # frames run at once (4 s): bounds the memory


class SwiftF0:
    """Follows the pitch of one voice. Runs in onnxruntime on one CPU thread, whatever device the networks use."""

    def __init__(self, model: Path | None = None) -> None:
        """Loads model, or that of the installed package swift-f0. Raises ModelMissingError or ModelCorruptError."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        path = model or packaged_model()
        if not path.is_file():
            raise ModelMissingError(f"The pitch model {path} is missing; install the package swift-f0 again.")
        try:
            self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime raises its own classes, one per status code
            raise ModelCorruptError(
                f"The pitch model {path} is damaged; install the package swift-f0 again."
            ) from error

    def track(self, samples: FloatArray) -> FloatArray:
        """F0 in Hz, 50-600, NaN where there is no voice: float32 [frame]; samples [n] at 16 kHz."""
        count = frame_count(len(samples))
        padded = np.pad(samples, (0, max(0, HOP - len(samples))))
        return np.concatenate([self._block(padded, start, count) for start in range(0, count, BLOCK)])

    def _block(self, samples: FloatArray, start: int, count: int) -> FloatArray:
        first, stop = max(0, start - LOOKAHEAD), min(start + BLOCK, count)
        window = samples[first * HOP : (stop + LOOKAHEAD) * HOP]
        inputs = {"audio": window[None], "fmin": np.float32(LOWEST_HZ), "fmax": np.float32(HIGHEST_HZ)}
        pitch, confidence = self._session.run(["pitch", "confidence"], {k: np.asarray(v) for k, v in inputs.items()})
        f0 = np.where(confidence[0] >= VOICED_CONFIDENCE, pitch[0], np.nan)
        return np.asarray(f0[start - first : stop - first], dtype=np.float32)


def packaged_model() -> Path:
    """The model in the installed package swift-f0. Raises ModelMissingError."""
    spec = find_spec("swift_f0")
    if spec is None or spec.origin is None:
        raise ModelMissingError("The pitch model is missing; install the package swift-f0.")
    return Path(spec.origin).with_name("model.onnx")
