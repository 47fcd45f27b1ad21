"""Does jobs with models that are loaded once: files one after another, and recordings beside them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mmemotion.config import ChannelMode, Config, Talk
from mmemotion.engine.file_job import FileJob
from mmemotion.engine.live import LiveJob, OpenRecording, open_journal
from mmemotion.engine.precedence import Precedence
from mmemotion.engine.teller import LOADING, Teller
from mmemotion.manifest import Manifest
from mmemotion.messages import Analyze, EngineReady, Listen
from mmemotion.pipeline.memory import Memory
from mmemotion.pipeline.pipeline import AUTO
from mmemotion.protocols import Listener
from mmemotion.types import ModelRecord, Result

if TYPE_CHECKING:
    from mmemotion.assembly import Toolbox


class Analysis:
    """run() and listen() may be called from several threads; a file waits while a recording is on."""

    def __init__(self, open_recording: OpenRecording = open_journal) -> None:
        self._open_recording = open_recording
        self._loading = threading.Lock()
        self._toolbox: Toolbox | None = None
        self._loaded: tuple[Config, ModelRecord] | None = None
        self._precedence = Precedence()

    def run(
        self,
        command: Analyze,
        tell: Listener,
        stopped: Callable[[], bool] = lambda: False,
        memory: Memory | None = None,
    ) -> Result:
        """The whole analysis of one file. Raises MmemotionError, also as Cancelled when `stopped` says yes."""
        teller = Teller(command.job, tell, lambda: self._precedence.wait(stopped), None)
        job = FileJob(Path(command.path), command.config, teller)
        survey = job.survey()
        return job.analyze(self._tools(command.config, teller), survey, memory)

    def listen(self, command: Listen, tell: Listener, stopped: Callable[[], bool] = lambda: False) -> Result:
        """The analysis of one recording while it is made, until it is closed. Raises as run() does."""
        with self._precedence.recording():
            teller = Teller(command.job, tell, stopped, None)
            job = LiveJob(Path(command.path), command.config, teller, self._open_recording)
            return job.run(lambda: self._tools(command.config, teller))

    def tools(self, config: Config) -> Toolbox:
        """The models, loaded now unless they are there. Raises MmemotionError."""
        return self._tools(config, Teller("", lambda event: None, lambda: False, None))

    def _tools(self, config: Config, teller: Teller) -> Toolbox:
        # The same models serve every language, layout and kind of talk.
        models = replace(config, language=AUTO, channels=ChannelMode.AUTO, talk=Talk.EVERYDAY, keep=False)
        with self._loading:
            wanted = models, Manifest.load().record(config.model)  # a model may be trained again under its name
            if self._toolbox is None or self._loaded != wanted:
                teller.progress(LOADING, 0.0)
                from mmemotion.assembly import load_toolbox

                self._toolbox, self._loaded = load_toolbox(models), wanted
                teller.tell(EngineReady(self._toolbox.device))
            return self._toolbox
