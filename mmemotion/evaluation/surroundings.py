"""Where an evaluation ran: program, libraries and hardware."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("mmemotion", "torch", "transformers", "numpy", "scipy", "scikit-learn", "faster-whisper")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """made: time in UTC, ISO 8601. memory in GiB, 0 if unknown. gpu: its name, empty without."""

    made: str = ""
    python: str = ""
    system: str = ""
    processor: str = ""
    cores: int = 0
    memory: float = 0.0
    gpu: str = ""
    packages: Mapping[str, str] = field(default_factory=dict)


def surroundings() -> Surroundings:
    """Those of this process."""
    import torch

    return Surroundings(
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        python=platform.python_version(),
        system=platform.system() + " " + platform.machine(),
        processor=_processor(),
        cores=os.cpu_count() or 0,
        memory=_memory(),
        gpu=torch.cuda.get_device_name() if torch.cuda.is_available() else "",
        packages={name: found for name in PACKAGES if (found := _version(name))},
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _memory() -> float:
    names = getattr(os, "sysconf_names", {})
    if "SC_PHYS_PAGES" not in names:
        return 0.0
    return round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30, 1)
