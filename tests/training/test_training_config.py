"""A configuration is read whole, or refused in one sentence that names the place."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from mmemotion.errors import ConfigError
from mmemotion.evaluation.run import RENDERINGS, VOICE
from mmemotion.fitting.augmentation import CLEAN
from mmemotion.training.command import BUILT_IN
from mmemotion.training.config import make_config, read_config
from mmemotion.training.toml import to_toml
from mmemotion.training.voice import voice_settings

OWN = """
name = "mine"
start = "default"

[[corpora]]
reader = "manifest"
folder = "clips"

[[renderings]]
name = "street"
noise = [5, 20]
colour = "pink"
draws = 2

[tune]
"voice.rate" = { low = 1e-5, high = 1e-2, log = true }
"voice.batch" = { choices = [8, 16] }
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_built_in_configuration_is_whole(tmp_path: Path) -> None:
    config = read_config(BUILT_IN, tmp_path)
    assert [corpus.reader for corpus in config.corpora] == ["ravdess", "emodb", "urdu", "nemo"]
    assert config.corpora[0].folder == str(tmp_path / "ravdess")


def test_what_is_evaluated_is_fitted_as_what_is_shipped(tmp_path: Path) -> None:
    config = read_config(BUILT_IN, tmp_path)
    assert tuple(one for section in config.renderings for one in section.renderings) == RENDERINGS
    assert voice_settings(config.voice) == VOICE


def test_folders_count_from_the_file(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, OWN))
    assert config.corpora[0].folder == str(tmp_path / "clips")
    first, second = config.renderings[0].renderings
    assert first != second and CLEAN not in (first, second)


def test_what_is_written_down_reads_the_same(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, OWN.replace("mine", "a.b-c").replace('"street"', "'a \"street\" in Łódź'")))
    values = tomllib.loads(to_toml(config))
    assert make_config(values, "again", Path("/elsewhere")) == config


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('name = "mine"', 'name = "mine"\nseeds = 3'), r'"seeds" is not a key of the top; use name, corpora, seed'),
        (("draws = 2", "draw = 2"), r'"draw" is not a key of \[renderings\]; use name, tempo'),
        (("[tune]", "[voice]\nrat = 1\n[tune]"), r'"rat" is not a key of \[voice\]; use encoder, epochs'),
        (("log = true", "lg = true"), r'"lg" is not a key of \[tune.voice.rate\]; use low, high'),
        (("[tune]", '[voice]\nrate = "x"\n[tune]'), r"voice\.rate: expected `float`, got `str`"),
        (("[tune]", "[voice]\nrate = -1.0\n[tune]"), r"voice\.rate: expected `float` > 0"),
        (("[tune]", '[voice]\nencoder = "hubert"\n[tune]'), r"voice\.encoder: invalid enum value 'hubert'"),
        (("noise = [5, 20]", "noise = [20, 5]"), r"noise of the rendering street must be two numbers in order"),
        (("noise = [5, 20]", "tempo = [0.1, 1]"), r"tempo of the rendering street must be .* from 0\.5 to 2"),
        (('start = "default"', ""), r"needs one to start from"),
        (("[tune]", "[front_end]\nlevel_db = -20.0\n[tune]"), r"\[front_end\] must be .*level_db = -23\.0"),
        (("[tune]", '[tune]\n"voice.colour" = { low = 0, high = 1 }'), r'"voice.colour" cannot be searched; use'),
        (("low = 1e-5", "low = 0.0"), r"voice\.rate in \[tune\] needs choices, or low under high"),
        (('name = "mine"', 'name = "../mine"'), r"name: expected `str` matching"),
        (("[tune]", "[tune"), r"own\.toml is not TOML"),
    ],
)
def test_a_fault_is_one_sentence(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        read_config(written(tmp_path, OWN.replace(*change)))
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_config(tmp_path / "none.toml")
