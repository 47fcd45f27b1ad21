"""From a configuration to a model: clips encoded, voice fitted, fusion fitted to held-out evidence, text fitted.

Every fit is kept as it goes, so that a run that was stopped, or killed, goes on where it was and ends the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch

from mmemotion.backends.trained_fusion import FusionSettings, build_network, load_network
from mmemotion.errors import ConfigError, DataError
from mmemotion.evaluation.encoded import ClipEncoder
from mmemotion.evaluation.held_out import HeldOutVoice, fit_fusion, held_out_voice, text_evidence
from mmemotion.evaluation.load import Loaded, clip_encoder, load_clips
from mmemotion.evaluation.model import trained_on
from mmemotion.evaluation.texts import learned_texts
from mmemotion.evaluation.voices import Voices
from mmemotion.evaluation.words import held_out_words, shipped_text
from mmemotion.fitting.hooks import Hooks
from mmemotion.fitting.text import TextModel, fit_text
from mmemotion.fitting.voice import VoiceBranches
from mmemotion.manifest import Manifest, sha256_of
from mmemotion.networks.calibration import fit_temperature
from mmemotion.networks.fusion import MODALITIES, AttentionFusion
from mmemotion.paths import models_dir
from mmemotion.training import spectral
from mmemotion.training.card import Findings, card
from mmemotion.training.config import TrainingConfig
from mmemotion.training.data import Corpus, listing, read_corpora, record_of, sums
from mmemotion.training.made import Made, install, refuse_shipped
from mmemotion.training.measures import evidence_measures, validation_measures
from mmemotion.training.run_folder import FILES, METRICS, RECORD, RunFolder, git_revision, versions
from mmemotion.training.voice import FittedVoice, fit_branches, fit_of, labels_missing, shares_of
from mmemotion.types import Modality

ENOUGH = 100
"""Validation clips from which on temperatures are fitted anew."""

Report = Callable[[str, float], None]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Told:
    """Where a run says how far it is, and what the user should know."""

    report: Report = lambda stage, share: None
    say: Say = lambda line: None


def train(
    config: TrainingConfig,
    folder: RunFolder,
    told: Told,
    encoder: ClipEncoder | None = None,
    models: Path | None = None,
) -> Path:
    """Makes the model of the configuration and installs it where this says, or in the folder models.

    Raises ConfigError, DataError, ModelError, TrainingError, OutputError; Cancelled when told.report does.
    """
    torch.set_num_threads(1)  # the same numbers each time; two threads wait for each other more than they gain
    if config.place == "program":
        models = models or models_dir()
    else:
        refuse_shipped(config.name)
    journal = folder.journal()
    run = _Run(config, folder, told, Hooks(told.report, journal, folder.checkpoints))
    try:
        if config.voice.encoder != "pretrained":
            return run.measure()
        made, findings = run.make(encoder)
    finally:
        journal.close()
    made.save(folder.model, card(config, findings), findings.sums)
    place = install(folder.model, config.name, config.licence, models)
    folder.write_json(METRICS, dict(findings.measured))
    return place


@dataclass(frozen=True, slots=True)
class _Run:
    config: TrainingConfig
    folder: RunFolder
    told: Told
    hooks: Hooks

    def measure(self) -> Path:
        """The run of an encoder that the program does not analyse with."""
        corpora, _ = self._read()
        clips = [clip for corpus in corpora for clip in corpus.clips]
        found = spectral.read_spectra(clips, self.told.report)
        if found.warning:
            self.told.say(found.warning)
        measured = spectral.people_not_heard(self.config, found, self.hooks)
        spectral.save(spectral.fit(self.config, found.labelled, self.hooks), self.folder.model)
        self.folder.write_json(METRICS, measured)
        return self.folder.model

    def make(self, encoder: ClipEncoder | None) -> tuple[Made, Findings]:
        """The model, and what can be said of it."""
        start = self._start()
        corpora, record = self._read()
        loaded = self._load(corpora, encoder)
        made, measured, fitted = self._fitted(loaded.voices, start)
        self._record(record, loaded, fitted)
        return made, Findings(record["corpora"], self._known(loaded), loaded.warning, measured)

    def _start(self) -> Made | None:
        """The model to start from."""
        if not self.config.start:
            return None
        start = Made(*load_network(Manifest.load().folder(self.config.start)))
        if not self.config.texts and self.config.fusion.kind != start.settings.fusion:
            raise ConfigError(
                f"Without texts the {start.settings.fusion} fusion of {self.config.start} is kept; leave out [fusion]."
            )
        return start

    def _known(self, loaded: Loaded) -> list[str]:
        """Sums of the recordings that this model, or the one it started from, learned from or was chosen by."""
        before = trained_on(Manifest.load().folder(self.config.start)) if self.config.start else None
        return [*(before or ()), *(sha256_of(clip.path) for clip in loaded.voices.clips)]

    def _read(self) -> tuple[tuple[Corpus, ...], dict[str, Any]]:
        """The corpora, and the record of the run as far as it is known."""
        corpora = read_corpora(self.config)
        files = sums(corpora, Path(self.config.texts) if self.config.texts else None, self.told.report)
        self.folder.write(FILES, listing(files))
        record = {
            "name": self.config.name,
            "seed": self.config.seed,
            "git": git_revision(),
            "versions": versions(),
            "corpora": record_of(corpora, files),
        }
        self.folder.write_json(RECORD, record)
        return corpora, record

    def _load(self, corpora: tuple[Corpus, ...], encoder: ClipEncoder | None) -> Loaded:
        renderings = [one for section in self.config.renderings for one in section.renderings]
        clips = [clip for corpus in corpora for clip in corpus.clips]
        loaded = load_clips(clips, encoder or clip_encoder(), renderings, self.told.report)
        if loaded.warning:
            self.told.say(loaded.warning)
        return loaded

    def _fitted(self, voices: Voices, start: Made | None) -> tuple[Made, dict[str, float], FittedVoice]:
        """With texts everything is fitted; without, the voice alone, and words and fusion stay those of the start."""
        if self.config.texts:
            return self._whole(voices, start)
        assert start is not None  # the configuration was refused otherwise
        fitted = self._voice(voices, start)
        network = _with_voice(start.network, fitted.branches)
        _refit_temperatures(network, fitted)
        return replace(start, network=network), validation_measures(fitted), fitted

    def _whole(self, voices: Voices, start: Made | None) -> tuple[Made, dict[str, float], FittedVoice]:
        missing = labels_missing(voices)
        if missing:
            raise DataError(
                f"There is no clip of {', '.join(missing)}, so words and voice cannot be put together; "
                "leave out texts and start from a model."
            )
        text = self._text()
        voice = self._evidence(voices)
        said = text_evidence(*held_out_words(text, Path(self.config.texts)))
        kind = self.config.fusion.kind
        across, threshold, error = fit_fusion(voice, said, self.config.seed, kind)
        fitted = self._voice(voices, start)
        settings = FusionSettings(threshold=threshold, calibration_error=round(error, 4), fusion=kind)
        network = _with_voice(build_network(settings), fitted.branches)
        network.text.load_state_dict(text.branch.state_dict())
        network.across.load_state_dict(across.state_dict())
        measured = evidence_measures(voices, voice) | validation_measures(fitted)
        measured |= {"expected calibration error, held-out pairs": error}
        return Made(network, settings, text.upper_state()), measured, fitted

    def _text(self) -> TextModel:
        if self.config.text.mode == "keep":
            return shipped_text(self.config.start)
        texts = learned_texts(Path(self.config.texts))
        return fit_text(Manifest.load().folder("minilm"), texts, self.config.seed, self.hooks)

    def _evidence(self, voices: Voices) -> HeldOutVoice:
        """Of clips by branches that did not hear their speaker, or their corpus."""
        return held_out_voice(voices, fit_of(self.config.voice, self.config.seed, self.hooks.within("held out")))

    def _voice(self, voices: Voices, start: Made | None) -> FittedVoice:
        begun = None if start is None else VoiceBranches(start.network.acoustic, start.network.prosody)
        return fit_branches(voices, self.config.voice, self.config.seed, self.hooks, begun)

    def _record(self, record: dict[str, Any], loaded: Loaded, fitted: FittedVoice) -> None:
        """What is only known in the end."""
        held = () if fitted.validation is None else fitted.validation.clips
        record["validation"] = [str(clip.path) for clip in held]
        record["skipped"] = [{**asdict(one), "path": str(one.path)} for one in loaded.skipped]
        record["epochs"] = fitted.epochs
        self.folder.write_json(RECORD, record)


def _with_voice(network: AttentionFusion, branches: VoiceBranches) -> AttentionFusion:
    network.acoustic.load_state_dict(branches.acoustic.state_dict())
    network.prosody.load_state_dict(branches.prosody.state_dict())
    return network


def _refit_temperatures(network: AttentionFusion, fitted: FittedVoice) -> None:
    """Those of the voice, by the validation clips, when there are enough."""
    if fitted.validation is None or fitted.logits is None or len(fitted.validation.clips) < ENOUGH:
        return
    shares = shares_of(fitted.validation)
    for modality, logits in zip((Modality.ACOUSTIC, Modality.PROSODY), fitted.logits, strict=True):
        network.across.temperatures[MODALITIES.index(modality)] = fit_temperature(logits, shares)
