"""The recorder process, with a microphone that fails as a script says: nothing that was heard is lost."""

import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from recording import SCRIPTED, Recording, place_of, read
from scripted_recorder import RATE, sound

from mmemotion.audio.journal import journal_of
from mmemotion.audio.journal_source import JournalSource
from mmemotion.audio.wav import read_gaps
from mmemotion.backends.scripted_microphone import Script
from mmemotion.messages import (
    FindUnfinished,
    GapFound,
    ListMicrophones,
    MicrophonesFound,
    MicrophoneTrouble,
    Pause,
    RecorderStopped,
    RecordingFailed,
    RecordingPaused,
    RecordingResumed,
    RecordingStarted,
    Resume,
    Settle,
    SoundRecorded,
    Trouble,
    UnfinishedFound,
)
from mmemotion.types import Span

WHOLE = sound(60)[:, 0]


@pytest.fixture
def recorders() -> Iterator[list[Recording]]:
    made: list[Recording] = []
    yield made
    for recording in made:
        recording.process.close()


def recorder(made: list[Recording], script: Script | None = None, command: tuple[str, ...] = ()) -> Recording:
    made.append(Recording(script, command))
    return made[-1]


def seconds(count: float) -> int:
    return round(count * RATE)


def test_what_the_microphone_gave_is_in_the_file_sample_by_sample(recorders: list[Recording], tmp_path: Path) -> None:
    recording = recorder(recorders)
    recording.begin(tmp_path / "a.wav")
    started = recording.wait(RecordingStarted)
    assert (started.microphone, started.sample_rate, started.channel_count) == ("Scripted", RATE, 1)
    asked = time.monotonic()
    recording.wait(SoundRecorded, like=lambda event: event.seconds >= 1.5)
    saved = recording.stop()
    taken = read(tmp_path / "a.wav")[:, 0]
    assert place_of(taken, WHOLE) == 0  # from the first sample on, none missing, none twice
    assert len(taken) == seconds(saved.seconds)
    assert saved.seconds >= time.monotonic() - asked - 0.3
    assert saved.gaps == () and recording.gaps() == []
    assert not journal_of(tmp_path / "a.wav").exists()


def test_level_waveform_and_clock_are_told_while_it_records(recorders: list[Recording], tmp_path: Path) -> None:
    recording = recorder(recorders)
    recording.begin(tmp_path / "a.wav")
    recording.wait(SoundRecorded, like=lambda event: event.seconds >= 1.0)
    recording.stop()
    told = [event for event in recording.events if isinstance(event, SoundRecorded) and event.envelope is not None]
    assert len(told) >= 20
    hops = sum(len(event.envelope.minima) for event in told if event.envelope is not None)
    assert hops * 0.02 == pytest.approx(told[-1].seconds, abs=0.05)
    assert all(event.levels[0] == pytest.approx(-16.1, abs=1.0) for event in told[1:])  # uniform noise up to 9000
    assert all(0 <= later.clock - earlier.clock < 1 for earlier, later in zip(told, told[1:], strict=False))
    assert not any(event.clipped[0] for event in told)


def test_sound_that_is_lost_is_measured_marked_and_stored(recorders: list[Recording], tmp_path: Path) -> None:
    recording = recorder(recorders, Script(lost=Span(1.0, 1.6)))
    recording.begin(tmp_path / "a.wav")
    gap = recording.wait(GapFound).gap
    assert gap.seconds == pytest.approx(0.6, abs=0.05)
    assert gap.at == pytest.approx(1.0, abs=0.05)
    saved = recording.stop()
    assert saved.gaps == (gap,)
    assert read_gaps(tmp_path / "a.wav")[0].seconds == pytest.approx(gap.seconds, abs=0.001)
    taken = read(tmp_path / "a.wav")[:, 0]
    begin, end = seconds(gap.at), seconds(gap.at + gap.seconds)
    assert not taken[begin + 1 : end - 1].any()
    assert place_of(taken[:begin], WHOLE) == 0
    assert place_of(taken[end + 1 :], WHOLE) >= seconds(1.55)
    source = JournalSource(tmp_path / "a.wav")
    assert sum(len(chunk.samples) for chunk in source.chunks()) == len(taken)
    assert source.warnings == ("At 0:01.0, 0.6 s of sound are missing: the machine was busy or asleep.",)


def test_stop_right_after_a_loss_marks_it_too(recorders: list[Recording], tmp_path: Path) -> None:
    recording = recorder(recorders, Script(lost=Span(1.0, 1.6)))
    recording.begin(tmp_path / "a.wav")
    recording.wait(SoundRecorded, like=lambda event: event.seconds >= 0.9)
    time.sleep(0.85)  # sound is back, and it is not known yet whether the rest comes too
    (gap,) = recording.stop().gaps
    assert gap.seconds == pytest.approx(0.6, abs=0.1)
    assert read_gaps(tmp_path / "a.wav")[0].seconds == pytest.approx(gap.seconds, abs=0.001)


def test_sound_that_comes_late_is_not_lost(recorders: list[Recording], tmp_path: Path) -> None:
    recording = recorder(recorders, Script(late=Span(1.0, 3.2)))
    recording.begin(tmp_path / "a.wav")
    recording.wait(SoundRecorded, like=lambda event: event.seconds >= 4.0)
    recording.stop()
    assert recording.gaps() == []
    assert recording.troubles() in ([Trouble.STALLED, Trouble.NONE], [])
    assert place_of(read(tmp_path / "a.wav")[:, 0], WHOLE) == 0


def test_a_device_that_gives_up_is_opened_again(recorders: list[Recording], tmp_path: Path) -> None:
    recording = recorder(recorders, Script(ends=1.0, missing=Span(1.0, 2.0)))
    recording.begin(tmp_path / "a.wav")
    told = recording.wait(MicrophoneTrouble)
    assert told.trouble is Trouble.GONE
    assert told.message.startswith("The microphone (Scripted) or the sound system stopped.")
    gap = recording.wait(GapFound).gap
    assert recording.wait(MicrophoneTrouble).trouble is Trouble.NONE
    assert gap.reason == "the sound system stopped"
    assert 1.0 <= gap.seconds < 3.5
    recording.stop()
    taken = read(tmp_path / "a.wav")[:, 0]
    assert place_of(taken[: seconds(0.98)], WHOLE) == 0
    assert place_of(taken[-seconds(0.1) :], WHOLE) > seconds(2.0)


def test_stop_works_while_the_microphone_is_gone(recorders: list[Recording], tmp_path: Path) -> None:
    recording = recorder(recorders, Script(ends=0.6, missing=Span(0.6, 60)))
    recording.begin(tmp_path / "a.wav")
    recording.wait(MicrophoneTrouble)
    time.sleep(0.6)
    saved = recording.stop()
    (gap,) = saved.gaps
    assert gap.at == pytest.approx(0.6, abs=0.05)
    assert gap.reason == "the sound system stopped"
    assert 0.6 <= gap.seconds < 3
    assert saved.seconds == pytest.approx(gap.at + gap.seconds, abs=0.05)


def test_a_pause_is_no_part_of_what_a_microphone_lost(recorders: list[Recording], tmp_path: Path) -> None:
    recording = recorder(recorders, Script(ends=0.6, missing=Span(0.6, 3.2)))
    recording.begin(tmp_path / "a.wav")
    recording.wait(MicrophoneTrouble)
    time.sleep(0.6)
    recording.send(Pause("job"))
    before = recording.wait(GapFound).gap
    recording.wait(RecordingPaused)
    time.sleep(1.2)
    recording.send(Resume("job"))
    resumed = time.monotonic()
    after = recording.wait(GapFound).gap
    assert 0.6 <= before.seconds < 2
    assert after.seconds <= time.monotonic() - resumed
    recording.stop()


def test_nothing_but_zeros_is_told(recorders: list[Recording], tmp_path: Path) -> None:
    code = (
        "import numpy as np; from mmemotion.engine.recorder import main;"
        "from mmemotion.backends.scripted_microphone import ScriptedMicrophones as S;"
        "main(S(np.zeros((160000, 1), np.int16), 16000))"
    )
    recording = recorder(recorders, command=(sys.executable, "-c", code))
    recording.begin(tmp_path / "a.wav")
    told = recording.wait(MicrophoneTrouble)
    assert told.trouble is Trouble.NO_SIGNAL
    assert told.message == "No signal: the microphone (Scripted) gives nothing but silence. Is it switched off?"


def test_pause_leaves_out_and_resume_goes_on(recorders: list[Recording], tmp_path: Path) -> None:
    recording = recorder(recorders)
    recording.begin(tmp_path / "a.wav")
    recording.wait(SoundRecorded, like=lambda event: event.seconds >= 0.8)
    recording.send(Pause("job"))
    recording.wait(RecordingPaused)
    time.sleep(1.0)
    recording.send(Resume("job"))
    recording.wait(RecordingResumed)
    recording.wait(SoundRecorded, like=lambda event: event.seconds >= 1.6)
    saved = recording.stop()
    assert saved.gaps == ()
    taken = read(tmp_path / "a.wav")[:, 0]
    assert 1.6 <= len(taken) / RATE < 2.2
    assert place_of(taken[: seconds(0.7)], WHOLE) == 0
    assert place_of(taken[-seconds(0.5) :], WHOLE) - (len(taken) - seconds(0.5)) == pytest.approx(RATE, abs=0.2 * RATE)


def test_no_microphone_or_another_name(recorders: list[Recording], tmp_path: Path) -> None:
    recording = recorder(recorders)
    recording.send(ListMicrophones())
    assert [microphone.name for microphone in recording.wait(MicrophonesFound).microphones] == ["Scripted"]
    recording.begin(tmp_path / "a.wav", "Headset")
    failed = recording.wait(RecordingFailed)
    assert (failed.kind, failed.message) == ("MicrophoneError", "The microphone Headset is not there.")
    assert failed.path == ""
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_ends_the_recording_and_keeps_it(recorders: list[Recording], tmp_path: Path) -> None:
    limited = (
        f"import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (50_001, 50_001));"
        f"sys.argv = ['r', '60', '{{}}']; sys.path.insert(0, {str(SCRIPTED.parent)!r});"
        f"runpy.run_path({str(SCRIPTED)!r}, run_name='__main__')"
    )
    assert resource.RLIMIT_FSIZE is not None
    recording = recorder(recorders, command=(sys.executable, "-c", limited))
    recording.begin(tmp_path / "a.wav")
    failed = recording.wait(RecordingFailed)
    assert failed.kind == "OutputError"
    assert failed.message.startswith("The recording a.wav cannot be written: the disk takes no larger file.")
    assert failed.path == str(tmp_path / "a.wav")
    taken = read(tmp_path / "a.wav")[:, 0]
    assert len(taken) == (50_000 - 44) // 2
    assert place_of(taken, WHOLE) == 0


def test_a_file_that_is_there_is_not_overwritten(recorders: list[Recording], tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"mine")
    recording = recorder(recorders)
    recording.begin(tmp_path / "a.wav")
    assert "another file of that name" in recording.wait(RecordingFailed).message
    assert (tmp_path / "a.wav").read_bytes() == b"mine"


def test_a_recorder_that_was_killed_goes_on_with_its_file(recorders: list[Recording], tmp_path: Path) -> None:
    recording = recorder(recorders)
    recording.begin(tmp_path / "a.wav")
    recording.wait(SoundRecorded, like=lambda event: event.seconds >= 1.0)
    assert recording.process.pid is not None
    os.kill(recording.process.pid, signal.SIGKILL)
    recording.wait(RecorderStopped)
    recording.begin(tmp_path / "a.wav")
    gap = recording.wait(GapFound).gap
    assert gap.reason == "the recorder was started again"
    told = recording.wait(SoundRecorded, like=lambda event: event.envelope is not None)
    assert told.envelope is not None and told.envelope.start >= 1.0
    recording.wait(SoundRecorded, like=lambda event: event.seconds >= gap.at + gap.seconds + 0.5)
    saved = recording.stop()
    assert saved.gaps == (gap,)
    taken = read(tmp_path / "a.wav")[:, 0]
    assert place_of(taken[: seconds(gap.at)], WHOLE) == 0
    assert len(taken) == seconds(saved.seconds)


def test_a_window_that_was_killed_leaves_a_whole_recording_to_be_found(
    recorders: list[Recording], tmp_path: Path
) -> None:
    killed = recorder(recorders)
    killed.begin(tmp_path / "a.wav")
    last = killed.wait(SoundRecorded, like=lambda event: event.seconds >= 1.0)
    other = recorder(recorders)
    other.send(FindUnfinished(str(tmp_path)))
    assert other.wait(UnfinishedFound).recordings == ()  # it is being made
    worker = killed.process._worker
    assert worker is not None and worker.stdin is not None
    worker.stdin.close()  # as when the other side is gone
    worker.wait(5)
    other.send(FindUnfinished(str(tmp_path)))
    (found,) = other.wait(UnfinishedFound).recordings
    taken = read(tmp_path / "a.wav")[:, 0]
    assert place_of(taken, WHOLE) == 0
    assert found.seconds == pytest.approx(len(taken) / RATE)
    assert found.seconds >= last.seconds
    other.send(Settle(found.path))
    other.send(FindUnfinished(str(tmp_path)))
    assert other.wait(UnfinishedFound).recordings == ()


def test_a_power_cut_costs_a_second_at_most(recorders: list[Recording], tmp_path: Path) -> None:
    recording = recorder(recorders)
    recording.begin(tmp_path / "a.wav")
    last = recording.wait(SoundRecorded, like=lambda event: event.seconds >= 2.5)
    image = (tmp_path / "a.wav").read_bytes()  # as another machine would find the disk
    (tmp_path / "cut").mkdir()
    (tmp_path / "cut" / "a.wav").write_bytes(image[: len(image) // 4 * 4 + 1 - 4])  # torn in the middle of a sample
    (tmp_path / "cut" / "a.wav.journal").write_bytes(journal_of(tmp_path / "a.wav").read_bytes())
    assert len(read(tmp_path / "cut" / "a.wav")) / RATE >= last.seconds - 1.0  # before anybody has repaired it
    finder = recorder(recorders)
    finder.send(FindUnfinished(str(tmp_path / "cut")))
    (found,) = finder.wait(UnfinishedFound).recordings
    assert found.seconds >= last.seconds - 0.1
    assert place_of(read(tmp_path / "cut" / "a.wav")[:, 0], WHOLE) == 0


def test_a_recorder_that_slept_has_lost_nothing_that_the_device_kept(
    recorders: list[Recording], tmp_path: Path
) -> None:
    recording = recorder(recorders)
    recording.begin(tmp_path / "a.wav")
    recording.wait(SoundRecorded, like=lambda event: event.seconds >= 0.8)
    assert recording.process.pid is not None
    os.kill(recording.process.pid, signal.SIGSTOP)
    time.sleep(2.5)
    os.kill(recording.process.pid, signal.SIGCONT)
    recording.wait(SoundRecorded, like=lambda event: event.seconds >= 3.8)
    recording.stop()
    assert recording.gaps() == []
    assert Trouble.STALLED not in recording.troubles()
    assert place_of(read(tmp_path / "a.wav")[:, 0], WHOLE) == 0


def test_the_engine_can_follow_the_file_while_it_grows(recorders: list[Recording], tmp_path: Path) -> None:
    recording = recorder(recorders)
    recording.begin(tmp_path / "a.wav")
    recording.wait(SoundRecorded)
    source = JournalSource(tmp_path / "a.wav")
    got: list[np.ndarray] = []
    for chunk in source.chunks():
        got.append(chunk.samples)
        if len(got) == 10:
            recording.stop()
    whole = np.concatenate(got)[:, 0]
    assert np.array_equal(np.rint(whole * 32768).astype(np.int16), read(tmp_path / "a.wav")[:, 0])
    assert source.ended
