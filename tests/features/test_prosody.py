import warnings
from pathlib import Path

import msgspec
import numpy as np
import pytest
import soundfile
from signals import Recipe, glide, speak, steady

from mmemotion.features.functionals import FUNCTIONALS, GROUPS
from mmemotion.features.loudness import sounding
from mmemotion.features.prosody import VoiceProsody
from mmemotion.features.tempo import syllable_nuclei
from mmemotion.types import FloatArray

TRACKS = {
    "f0": "Hz",
    "loudness": "dBFS",
    "hnr": "dB",
    "spectral_tilt": "dB",
    "spectral_centroid": "Hz",
}


def _noise(count: int) -> FloatArray:
    return (0.1 * np.random.default_rng(1).standard_normal(count)).astype(np.float32)


def _clipped(count: int) -> FloatArray:
    return np.clip(10.0 * np.sin(np.arange(count) * 2 * np.pi * 150 / 16000), -1.0, 1.0).astype(np.float32)


AWKWARD = {
    "nothing": np.zeros(0, dtype=np.float32),
    "one sample": np.ones(1, dtype=np.float32),
    "10 ms": _noise(160),
    "one frame": _noise(256),
    "silence": np.zeros(16000, dtype=np.float32),
    "constant": np.full(16000, 0.5, dtype=np.float32),
    "white noise": _noise(32000),
    "clipped": _clipped(32000),
    "too faint": _clipped(32000) * np.float32(1e-5),
    "not finite": np.full(5000, np.nan, dtype=np.float32),
}


@pytest.fixture(scope="module")
def prosody() -> VoiceProsody:
    return VoiceProsody()


def test_tracks_share_one_clock(prosody: VoiceProsody) -> None:
    found = prosody.extract(speak(Recipe(steady(120.0))).samples, 7.5)
    assert {name: track.unit for name, track in found.tracks.items()} == TRACKS
    assert {(t.start, t.hop, len(t.values), t.values.dtype.name) for t in found.tracks.values()} == {
        (7.5, 0.016, 125, "float32")
    }


def test_functionals_are_complete_and_in_order(prosody: VoiceProsody) -> None:
    found = prosody.extract(speak(Recipe(steady(120.0), pauses=((0.5, 1.0),))).samples, 0.0).functionals
    assert tuple(found) == FUNCTIONALS
    assert all(type(value) is float and np.isfinite(value) for value in found.values())


def test_can_be_sent_between_processes(prosody: VoiceProsody) -> None:
    found = prosody.extract(speak(Recipe(steady(120.0), duration=0.5)).samples, 0.0)
    back = msgspec.msgpack.decode(msgspec.msgpack.encode(dict(found.functionals)))
    assert tuple(back) == FUNCTIONALS
    assert type(found.functionals) is dict and type(found.tracks) is dict


def test_groups_share_no_measure() -> None:
    grouped = [name for names in GROUPS.values() for name in names]
    assert tuple(GROUPS) == ("pitch", "loudness", "timbre", "tempo")
    assert len(grouped) == len(set(grouped))
    assert set(grouped) <= set(FUNCTIONALS)


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_sound_neither_fails_nor_warns(prosody: VoiceProsody, name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = prosody.extract(AWKWARD[name], 0.0)
    assert tuple(found.functionals) == FUNCTIONALS
    assert not any(np.isinf(track.values).any() for track in found.tracks.values())
    assert not any(np.isinf(value) for value in found.functionals.values())


@pytest.mark.parametrize("name", ["silence", "constant", "white noise", "too faint"])
def test_what_has_no_voice_has_no_pitch(prosody: VoiceProsody, name: str) -> None:
    found = prosody.extract(AWKWARD[name], 0.0)
    assert np.isnan(found.tracks["f0"].values).all()
    assert np.isnan(found.functionals["f0_mean_hz"])
    assert np.isnan(found.functionals["jitter_local_share"])


def test_same_samples_give_the_same_bits(prosody: VoiceProsody) -> None:
    samples = speak(Recipe(glide(140.0, 4.0), jitter=0.01, hnr_db=15.0, syllables_per_s=4.0)).samples
    before, again = prosody.extract(samples, 0.0), VoiceProsody().extract(samples.copy(), 0.0)
    assert dict(before.functionals) == pytest.approx(dict(again.functionals), rel=0.0, abs=0.0, nan_ok=True)
    for name in TRACKS:
        assert before.tracks[name].values.tobytes() == again.tracks[name].values.tobytes()


def test_gain_moves_the_level_and_nothing_else(prosody: VoiceProsody) -> None:
    samples = speak(Recipe(glide(150.0, 5.0), hnr_db=25.0)).samples
    loud, soft = prosody.extract(samples, 0.0).functionals, prosody.extract(samples * np.float32(0.1), 0.0).functionals
    assert soft["loudness_mean_dbfs"] == pytest.approx(loud["loudness_mean_dbfs"] - 20.0, abs=0.01)
    for name in (name for names in GROUPS.values() for name in names):
        assert soft[name] == pytest.approx(loud[name], rel=0.01, abs=0.01, nan_ok=True), name


def test_the_samples_are_left_as_they_were(prosody: VoiceProsody) -> None:
    samples = speak(Recipe(steady(120.0))).samples
    samples.setflags(write=False)
    prosody.extract(samples, 0.0)


def test_a_real_voice_has_plausible_measures(prosody: VoiceProsody, shared_data: Path) -> None:
    samples, rate = soundfile.read(shared_data / "librispeech" / "1089-134686-0000.flac", dtype="float32")
    assert rate == 16000
    found = prosody.extract(samples, 0.0).functionals
    assert 80.0 < found["f0_median_hz"] < 120.0  # a man with a low voice
    assert 0.5 < found["voiced_share"] < 0.9
    assert 2.5 < found["speech_rate_syllables_per_s"] < 6.0
    assert 0.005 < found["jitter_local_share"] < 0.04
    assert 0.2 < found["shimmer_local_db"] < 1.6
    assert 3.0 < found["hnr_mean_db"] < 20.0


def test_syllables_of_real_sentences_are_counted(prosody: VoiceProsody, shared_data: Path) -> None:
    """Both sentences of RAVDESS have seven syllables; reduced ones merge with their neighbours."""
    clips = sorted((shared_data / "ravdess").glob("03-01-01-01-0[12]-01-*.flac"))[:16]
    counts = []
    for clip in clips:
        samples, _ = soundfile.read(clip, dtype="float32")
        found = prosody.extract(samples, 0.0)
        levels = found.tracks["loudness"].values
        counts.append(len(syllable_nuclei(levels, sounding(levels), ~np.isnan(found.tracks["f0"].values))))
    assert 5.5 < np.mean(counts) < 7.5
