"""A recording with gaps tells of them whenever it is analysed."""

from pathlib import Path

import numpy as np

from mmemotion.audio.journal import Journal
from mmemotion.audio.wav import WavFormat
from mmemotion.config import Config
from mmemotion.engine.file_job import FileJob
from mmemotion.engine.teller import Teller
from mmemotion.types import Gap


def test_gaps_marked_in_a_file_are_warnings(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "a.wav", WavFormat(16_000, 1))
    journal.append(np.full((32_000, 1), 100, dtype=np.int16))
    journal.note(Gap(2.0, 0.75, "the microphone was unplugged"))
    journal.append(np.full((32_000, 1), 100, dtype=np.int16))
    journal.close()
    job = FileJob(tmp_path / "a.wav", Config(), Teller("job", lambda event: None, lambda: False, None))
    survey = job.survey()
    assert survey.duration == 4.0
    assert survey.warnings[0] == "At 0:02.0, 0.8 s of sound are missing: the microphone was unplugged."
