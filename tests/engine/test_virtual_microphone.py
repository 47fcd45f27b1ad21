"""Recording through a real sound server with a virtual microphone, as a user's machine does it, and as it fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from recording import Recording, read

from mmemotion.engine.process import RECORDER
from mmemotion.messages import (
    GapFound,
    ListMicrophones,
    MicrophonesFound,
    MicrophoneTrouble,
    RecordingFailed,
    RecordingStarted,
    SoundRecorded,
    Trouble,
)
from mmemotion.paths import models_dir
from mmemotion.types import FloatArray

SHARED = models_dir().parent.parent / "shared"
SCRIPT = SHARED / "testing" / "virtual-audio.sh"
CALL = SHARED / "data" / "calls" / "SNG0072.flac"
RATE = 48_000

pytestmark = [
    pytest.mark.skipif(
        not SCRIPT.exists() or not CALL.exists(), reason="needs ../shared: its virtual microphone and calls"
    ),
    pytest.mark.skipif(not shutil.which("pulseaudio"), reason="needs pulseaudio"),
]


class SoundSystem:
    """A private sound server, its microphone and the call that is played into it."""

    def __init__(self, folder: Path, call: Path) -> None:
        self._env = {**os.environ, "VAUDIO_DIR": str(folder)}
        self.call = call
        self.players: list[subprocess.Popen[bytes]] = []
        for line in self.do("env").removeprefix("export ").split():
            name, _, value = line.partition("=")
            self._env[name] = os.environ[name] = value

    def do(self, *words: str) -> str:
        done = subprocess.run(
            ["bash", str(SCRIPT), *words], env=self._env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60
        )
        return done.stdout.decode()

    def play(self) -> None:
        self.players.append(
            subprocess.Popen(
                ["bash", str(SCRIPT), "play", str(self.call)],
                env=self._env,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        )

    def silence(self) -> None:
        for player in self.players:
            if player.poll() is None:
                os.killpg(player.pid, 15)
            player.wait()


@pytest.fixture
def system(tmp_path: Path) -> Iterator[SoundSystem]:
    before = dict(os.environ)
    call, _ = soundfile.read(CALL, always_2d=True, dtype="float32")
    played = soxr.resample(call.mean(axis=1), 8000, RATE)
    soundfile.write(tmp_path / "call.wav", played, RATE)
    sound = SoundSystem(tmp_path / "v", tmp_path / "call.wav")
    try:
        # The server must not write where recordings are counted, and must not hold the pipe of its script.
        subprocess.run(
            ["bash", str(SCRIPT), "start"],
            env=sound._env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )
        yield sound
    finally:
        sound.silence()
        sound.do("stop")
        os.environ.clear()
        os.environ.update(before)


@pytest.fixture
def recording() -> Iterator[Recording]:
    made = Recording(command=RECORDER)
    yield made
    made.process.close()


def correlations(path: Path, original: FloatArray) -> list[float]:
    """Of each half second of what was played with what is in the file, where there is sound."""
    taken = read(path)[:, 0].astype(np.float64)
    spectrum = np.fft.rfft(taken, len(taken) + len(original)) * np.conj(
        np.fft.rfft(original, len(taken) + len(original))
    )
    offset = int(np.argmax(np.fft.irfft(spectrum)))
    offset = offset if offset < len(taken) else offset - len(taken) - len(original)
    taken, original = taken[max(0, offset) :], original[max(0, -offset) :]
    halves = range(0, min(len(taken), len(original)) - RATE // 2, RATE // 2)
    pairs = [(taken[at : at + RATE // 2], original[at : at + RATE // 2]) for at in halves]
    return [float(np.corrcoef(one, other)[0, 1]) for one, other in pairs if other.std() > 1e-3]


def test_a_call_played_into_the_microphone_is_in_the_file(
    system: SoundSystem, recording: Recording, tmp_path: Path
) -> None:
    recording.send(ListMicrophones())
    names = [microphone.name for microphone in recording.wait(MicrophonesFound).microphones]
    assert names[0] == "default" and "vmic" in names
    recording.begin(tmp_path / "a.wav", "vmic")
    assert recording.wait(RecordingStarted).sample_rate == RATE
    system.play()
    recording.wait(SoundRecorded, seconds=20, like=lambda event: event.seconds >= 12)
    saved = recording.stop()
    assert saved.gaps == ()
    original, _ = soundfile.read(system.call)
    found = correlations(tmp_path / "a.wav", original)
    assert len(found) >= 12
    assert min(found) >= 0.99


def test_an_unplugged_microphone_is_noticed_and_waited_for(
    system: SoundSystem, recording: Recording, tmp_path: Path
) -> None:
    recording.begin(tmp_path / "a.wav")
    system.play()
    recording.wait(SoundRecorded, like=lambda event: event.seconds >= 1.5)
    system.do("unplug")
    told = recording.wait(MicrophoneTrouble, like=lambda event: event.trouble is not Trouble.NO_SIGNAL)
    assert told.trouble is Trouble.UNPLUGGED
    assert told.message.startswith("The microphone (VirtualMic) was unplugged.")
    length = max(event.seconds for event in recording.events if isinstance(event, SoundRecorded))
    assert length < 5  # the wrong microphone is not listened to
    time.sleep(1.0)
    system.do("replug")
    gap = recording.wait(GapFound).gap
    assert gap.reason == "the microphone was unplugged" and gap.seconds > 1.0
    recording.wait(SoundRecorded, like=lambda event: event.seconds > gap.at + gap.seconds + 0.5)
    assert recording.stop().gaps == (gap,)


def test_a_stalled_microphone_is_told_and_its_silence_measured(
    system: SoundSystem, recording: Recording, tmp_path: Path
) -> None:
    recording.begin(tmp_path / "a.wav")
    system.play()
    recording.wait(SoundRecorded, like=lambda event: event.seconds >= 1.5)
    system.do("stall")
    told = recording.wait(MicrophoneTrouble, like=lambda event: event.trouble is not Trouble.NO_SIGNAL)
    assert told.trouble is Trouble.STALLED
    system.do("resume")
    gap = recording.wait(GapFound).gap
    assert gap.reason == "the microphone gave no sound" and 1.0 < gap.seconds < 8
    assert recording.stop().gaps == (gap,)


def test_stop_while_stalled_returns_and_keeps_what_was_said(
    system: SoundSystem, recording: Recording, tmp_path: Path
) -> None:
    recording.begin(tmp_path / "a.wav")
    recording.wait(SoundRecorded, like=lambda event: event.seconds >= 1.0)
    system.do("stall")
    asked = time.monotonic()
    saved = recording.stop()
    assert time.monotonic() - asked < 3
    assert saved.seconds >= 1.0


def test_recording_goes_on_when_the_sound_server_is_back(
    system: SoundSystem, recording: Recording, tmp_path: Path
) -> None:
    recording.begin(tmp_path / "a.wav")
    recording.wait(SoundRecorded, like=lambda event: event.seconds >= 1.0)
    system.do("kill")
    assert recording.wait(MicrophoneTrouble, like=lambda event: event.trouble is not Trouble.NO_SIGNAL).trouble in (
        Trouble.GONE,
        Trouble.STALLED,
    )
    time.sleep(1.5)  # until it is gone
    subprocess.run(
        ["bash", str(SCRIPT), "start"],
        env=system._env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=60,
    )
    gap = recording.wait(GapFound, seconds=20).gap
    recording.wait(SoundRecorded, like=lambda event: event.seconds > gap.at + 0.5)
    assert recording.stop().gaps == (gap,)


def test_a_muted_microphone_is_told(system: SoundSystem, recording: Recording, tmp_path: Path) -> None:
    recording.begin(tmp_path / "a.wav")
    recording.wait(SoundRecorded, like=lambda event: event.seconds >= 0.5)
    subprocess.run(["pactl", "set-source-mute", "vmic", "1"], env=system._env, check=True)
    told = recording.wait(MicrophoneTrouble, like=lambda event: event.trouble is not Trouble.NO_SIGNAL)
    assert told.trouble is Trouble.MUTED
    recording.stop()


def test_no_microphone_at_all_is_one_sentence(system: SoundSystem, tmp_path: Path) -> None:
    system.do("stop")
    for name in ("PULSE_SERVER", "ALSA_CONFIG_PATH"):
        os.environ.pop(name, None)
    if Path("/dev/snd").exists():
        pytest.skip("this machine has a sound card")
    recording = Recording(command=RECORDER)
    recording.begin(tmp_path / "a.wav")
    failed = recording.wait(RecordingFailed)
    assert failed.message == ("No microphone was found: connect one, allow this program to use it, and try again.")
    assert not (tmp_path / "a.wav").exists()
    recording.process.close()
