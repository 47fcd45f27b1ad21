"""What a training run is told: a TOML file, read into frozen values; a word that is not known is refused by name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from mmemotion.errors import ConfigError
from mmemotion.fitting.augmentation import Colour, Rendering
from mmemotion.manifest import NAME_PATTERN

Share = Annotated[float, Meta(ge=0, le=1)]
Positive = Annotated[float, Meta(gt=0)]
Count = Annotated[int, Meta(ge=1)]
Range = tuple[float, float]


class CorpusSection(msgspec.Struct, frozen=True):
    """reader: a name of corpora.registry.READERS; folder: from the folder of the configuration, or from --data."""

    reader: str
    folder: str


class FrontEndSection(msgspec.Struct, frozen=True):
    """What is done to every clip, in training and in use alike. These values are fixed: they are said, and checked."""

    sample_rate: int = 16_000
    trim_db: float = -30.0
    level_db: float = -23.0


class RenderingSection(msgspec.Struct, frozen=True):
    """An augmentation.Rendering; draws: so many of it, each drawn anew."""

    name: str
    tempo: Range | None = None
    pitch: Range | None = None
    room: Range | None = None
    telephone: bool = False
    noise: Range | None = None
    colour: Colour = Colour.WHITE
    gain: Range | None = None
    draws: Count = 1

    @property
    def renderings(self) -> tuple[Rendering, ...]:
        """One for each draw."""
        effects = (self.tempo, self.pitch, self.room, self.telephone, self.noise, self.colour, self.gain)
        return tuple(Rendering(self.name, *effects, draw) for draw in range(self.draws))


class VoiceSection(msgspec.Struct, frozen=True):
    """patience: epochs without a better score on the people of validation_fold after which a fit ends; 0: all epochs
    are gone through, on all people."""

    encoder: Literal["pretrained", "cnn", "bigru"] = "pretrained"
    epochs: Count = 25
    batch: Annotated[int, Meta(ge=2)] = 64
    rate: Positive = 2e-3
    penalty: Annotated[float, Meta(ge=0)] = 0.01
    dropout: Annotated[float, Meta(ge=0, lt=1)] = 0.0
    mixup: Positive = 0.1
    smoothing: Annotated[float, Meta(ge=0, lt=1)] = 0.0
    balance: Literal["corpus and label", "label", "none"] = "corpus and label"
    other_renderings: Share = 0.3
    patience: Annotated[int, Meta(ge=0)] = 0
    validation_fold: Count = 1


class PretrainingSection(msgspec.Struct, frozen=True):
    """Of an encoder that is not pretrained, on the clips without their labels."""

    objective: Literal["none", "masked"] = "none"
    epochs: Count = 20


class TextSection(msgspec.Struct, frozen=True):
    """keep: as in the model that is started from."""

    mode: Literal["fine-tune", "keep"] = "fine-tune"


class FusionSection(msgspec.Struct, frozen=True):
    """How what the modalities say is put together."""

    kind: Literal["attention", "weighted sum", "convolutional", "concatenation"] = "attention"


class SpanSection(msgspec.Struct, frozen=True):
    """Where a value is looked for: between low and high (log: evenly in its logarithm), or among choices."""

    low: float = 0.0
    high: float = 0.0
    log: bool = False
    choices: tuple[str | int | float, ...] = ()


class TrainingConfig(msgspec.Struct, frozen=True):
    """start: the model whose weights are begun with, or "" for new ones; texts: folder of texts, or "" for none.

    place: where the finished model goes; "program" is for the models that ship with it.
    """

    name: Annotated[str, Meta(pattern=NAME_PATTERN)]
    corpora: Annotated[tuple[CorpusSection, ...], Meta(min_length=1)]
    seed: Annotated[int, Meta(ge=0, le=2**31)] = 0
    start: str = ""
    texts: str = ""
    licence: str = "as your data allow"
    place: Literal["user", "program"] = "user"
    front_end: FrontEndSection = FrontEndSection()
    renderings: tuple[RenderingSection, ...] = ()
    voice: VoiceSection = VoiceSection()
    pretraining: PretrainingSection = PretrainingSection()
    text: TextSection = TextSection()
    fusion: FusionSection = FusionSection()
    tune: Mapping[str, SpanSection] = {}


def read_config(path: Path, data: Path | None = None) -> TrainingConfig:
    """The configuration at path; relative folders count from data, by default from where path lies.

    Raises ConfigError: one sentence with the place in the file, and what could be there.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read; name a configuration of a training run.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not TOML: {error}.") from error
    return make_config(values, path.name, (data or path.parent).resolve())


def make_config(values: Mapping[str, Any], source: str, folder: Path) -> TrainingConfig:
    """The configuration of values as TOML gives them; source names them in errors; relative folders count from folder.

    Raises ConfigError.
    """
    _refuse_unknown(values, TrainingConfig, source, "")
    try:
        config = msgspec.convert(values, TrainingConfig)
    except msgspec.ValidationError as error:
        what, _, place = str(error).partition(" - at `$")
        where = place.strip(".`") or "the file"
        raise ConfigError(f"{source}: {where}: {what[:1].lower()}{what[1:]}.") from error
    _check(config, source)
    corpora = tuple(CorpusSection(corpus.reader, str(folder / corpus.folder)) for corpus in config.corpora)
    texts = str(folder / config.texts) if config.texts else ""
    return msgspec.structs.replace(config, corpora=corpora, texts=texts)


_SECTIONS: Mapping[str, type[msgspec.Struct]] = {
    "corpora": CorpusSection,
    "front_end": FrontEndSection,
    "renderings": RenderingSection,
    "voice": VoiceSection,
    "pretraining": PretrainingSection,
    "text": TextSection,
    "fusion": FusionSection,
}


def _refuse_unknown(values: Mapping[str, Any], kind: type[msgspec.Struct], source: str, place: str) -> None:
    known = kind.__struct_fields__
    for key, value in values.items():
        if key not in known:
            where = f"[{place}]" if place else "the top"
            raise ConfigError(f'{source}: "{key}" is not a key of {where}; use {", ".join(known)}.')
        for name, part, section in _parts(key, value) if not place else ():
            if isinstance(part, dict):
                _refuse_unknown(part, section, source, name)


def _parts(key: str, value: Any) -> list[tuple[str, Any, type[msgspec.Struct]]]:
    """Name, content and kind of the sections under a key of the file."""
    if key == "tune" and isinstance(value, dict):
        return [(f"tune.{name}", span, SpanSection) for name, span in value.items()]
    if key not in _SECTIONS:
        return []
    return [(key, part, _SECTIONS[key]) for part in (value if isinstance(value, list) else [value])]


_BOUNDS: Mapping[str, Range] = {
    "tempo": (0.5, 2.0),
    "pitch": (-12.0, 12.0),
    "room": (0.05, 5.0),
    "noise": (-10.0, 60.0),
    "gain": (-60.0, 60.0),
}


def _check(config: TrainingConfig, source: str) -> None:
    if config.front_end != FrontEndSection():
        wanted = ", ".join(f"{name} = {value}" for name, value in msgspec.structs.asdict(FrontEndSection()).items())
        raise ConfigError(f"{source}: [front_end] must be {wanted}: the program hears every recording like that.")
    measured_only = config.voice.encoder != "pretrained"
    if not measured_only and not config.start and (not config.texts or config.text.mode == "keep"):
        raise ConfigError(f'{source}: a model with no texts to learn from needs one to start from: start = "default".')
    for rendering in config.renderings:
        _check_rendering(rendering, source)
    for name, span in config.tune.items():
        _check_span(name, span, source)


def _check_rendering(rendering: RenderingSection, source: str) -> None:
    for name, (lowest, highest) in _BOUNDS.items():
        bounds = getattr(rendering, name)
        if bounds is not None and not lowest <= bounds[0] <= bounds[1] <= highest:
            raise ConfigError(
                f"{source}: {name} of the rendering {rendering.name} must be two numbers in order, "
                f"from {lowest:g} to {highest:g}."
            )


def _check_span(name: str, span: SpanSection, source: str) -> None:
    keys = [f"voice.{key}" for key in VoiceSection.__struct_fields__ if key not in ("encoder", "validation_fold")]
    if name not in keys:
        raise ConfigError(f'{source}: "{name}" cannot be searched; use {", ".join(keys)}.')
    if not span.choices and not (span.low < span.high and (span.low > 0 or not span.log)):
        raise ConfigError(f"{source}: {name} in [tune] needs choices, or low under high, and over 0 where log is true.")
