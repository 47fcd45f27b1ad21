"""The search for good values: trials of the voice fit, each judged on people it did not hear.

Values are proposed by TPE (Bergstra et al. 2011, "Algorithms for hyper-parameter optimization", NIPS); a trial that is
worse than most halfway is not carried on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import torch

from mmemotion.errors import ConfigError
from mmemotion.evaluation.encoded import ClipEncoder
from mmemotion.evaluation.load import clip_encoder, load_clips
from mmemotion.evaluation.voices import Voices, folds_of
from mmemotion.fitting.hooks import Hooks
from mmemotion.fitting.voice import VoiceBranches
from mmemotion.training.config import SpanSection, TrainingConfig, make_config
from mmemotion.training.data import read_corpora
from mmemotion.training.progress import TrainingProgress
from mmemotion.training.run_folder import NEEDED, RunFolder
from mmemotion.training.toml import to_toml
from mmemotion.training.voice import accuracy, fit_branches, start_branches

if TYPE_CHECKING:
    import optuna

BEST, STUDY = "best.toml", "study.log"
SHOWN = 10
"""So many of the best trials are shown."""

Value = str | int | float


def search(
    config: TrainingConfig,
    folder: RunFolder,
    trials: int,
    progress: TrainingProgress,
    encoder: ClipEncoder | None = None,
) -> str:
    """Goes on until there are so many trials, keeps all in the folder, writes best.toml, and gives a table.

    Raises ConfigError, DataError, ModelError, TrainingError, OutputError; Cancelled after an interrupt.
    """
    torch.set_num_threads(1)
    if not config.tune:
        raise ConfigError(
            'There is nothing to search: add [tune] with, say, "voice.rate" = { low = 1e-4, high = 1e-2 }.'
        )
    if config.voice.encoder != "pretrained":
        raise ConfigError("Only values of the pretrained encoder can be searched; leave out voice.encoder.")
    study = open_study(folder, config.seed)
    bench = _Bench(config, _voices(config, progress, encoder), start_branches(config.start), progress)
    while (done := len(_judged(study))) < trials:
        bench.run(study, f"trial {done + 1} of {trials}")
    best = with_values(config, study.best_trial.params)
    folder.write(BEST, to_toml(msgspec.structs.replace(best, tune={})))
    return table(study)


def open_study(folder: RunFolder, seed: int) -> optuna.Study:
    """The search of a run folder, with what it has found. Raises ConfigError when optuna is not installed."""
    try:
        import optuna
        from optuna.storages import JournalStorage
        from optuna.storages.journal import JournalFileBackend
    except ImportError as error:
        raise ConfigError(NEEDED) from error
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    storage = JournalStorage(JournalFileBackend(str(folder.place / STUDY)))
    study = optuna.create_study(storage=storage, study_name="tune", direction="maximize", load_if_exists=True)
    for trial in study.trials:
        if trial.state == optuna.trial.TrialState.RUNNING:  # the search was stopped in the middle of it
            study.tell(trial.number, state=optuna.trial.TrialState.FAIL)
    study.sampler = optuna.samplers.TPESampler(seed=seed + len(study.trials))
    study.pruner = optuna.pruners.MedianPruner()
    return study


def with_values(config: TrainingConfig, values: Mapping[str, Value]) -> TrainingConfig:
    """The configuration with values by their names, such as voice.rate. Raises ConfigError when one is not allowed."""
    content = msgspec.to_builtins(config)
    for name, value in values.items():
        section, _, key = name.partition(".")
        content[section][key] = value
    return make_config(content, "[tune]", Path())


def table(study: optuna.Study) -> str:
    """The best trials, best first."""
    judged = sorted((trial for trial in _judged(study) if trial.values), key=lambda trial: -trial.values[0])
    names = sorted(judged[0].params) if judged else []
    rows = [("trial", *names, "unweighted accuracy")]
    for trial in judged[:SHOWN]:
        values = (_shown(trial.params[name]) for name in names)
        rows.append((str(trial.number), *values, f"{trial.values[0]:.3f}"))
    return _aligned(rows)


@dataclass(frozen=True, slots=True, eq=False)
class _Bench:
    config: TrainingConfig
    voices: Voices
    start: VoiceBranches | None
    progress: TrainingProgress

    def run(self, study: optuna.Study, name: str) -> None:
        """One trial, told to the study."""
        import optuna

        trial = study.ask()
        values = {key: _suggested(trial, key, span, self.config) for key, span in self.config.tune.items()}
        try:
            study.tell(trial, self._score(trial, with_values(self.config, values), name))
        except optuna.TrialPruned:
            study.tell(trial, state=optuna.trial.TrialState.PRUNED)

    def _score(self, trial: optuna.Trial, config: TrainingConfig, name: str) -> float:
        """Mean over folds of people of the unweighted accuracy on them. Raises TrialPruned."""
        import optuna

        folds = folds_of(self.voices)
        numbers = np.unique(folds)
        scores: list[float] = []
        for number, fold in enumerate(numbers):
            hooks = Hooks(partial(self._tell, name, number, len(numbers)))
            learned = self.voices.take(np.flatnonzero(folds != fold))
            fitted = fit_branches(learned, config.voice, config.seed, hooks, self.start)
            scores.append(accuracy(fitted.branches, self.voices.take(np.flatnonzero(folds == fold))))
            trial.report(float(np.mean(scores)), number)
            if trial.should_prune():
                raise optuna.TrialPruned
        return float(np.mean(scores))

    def _tell(self, name: str, done: int, total: int, stage: str, share: float) -> None:
        self.progress(name, (done + share) / total)


def _voices(config: TrainingConfig, progress: TrainingProgress, encoder: ClipEncoder | None) -> Voices:
    clips = [clip for corpus in read_corpora(config) for clip in corpus.clips]
    renderings = [one for section in config.renderings for one in section.renderings]
    loaded = load_clips(clips, encoder or clip_encoder(), renderings, progress)
    if loaded.warning:
        progress.say(loaded.warning)
    return loaded.voices


def _suggested(trial: optuna.Trial, name: str, span: SpanSection, config: TrainingConfig) -> Value:
    if span.choices:
        chosen: Any = trial.suggest_categorical(name, list(span.choices))
        value: Value = chosen
        return value
    if isinstance(getattr(config.voice, name.removeprefix("voice.")), int):
        return trial.suggest_int(name, round(span.low), round(span.high), log=span.log)
    return trial.suggest_float(name, span.low, span.high, log=span.log)


def _judged(study: optuna.Study) -> list[Any]:
    """Trials that came to an end, or were not worth going on with."""
    return [trial for trial in study.trials if trial.state.name in ("COMPLETE", "PRUNED")]


def _shown(value: Value) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
