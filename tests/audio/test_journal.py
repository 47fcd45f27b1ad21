"""The file of a recording: readable by others at every moment, marked where sound is missing."""

from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as some

from mmemotion.audio.files import FileSource
from mmemotion.audio.journal import Journal, journal_of, unfinished
from mmemotion.audio.journal_source import JournalSource, told
from mmemotion.audio.ring_buffer import RingBuffer
from mmemotion.audio.wav import HEADER, LARGEST, WavFormat, header, read_gaps
from mmemotion.errors import NotMediaError, OutputError, UnreadableFileError
from mmemotion.types import Gap, Pcm

FORM = WavFormat(16_000, 2)


def sound(seconds: float, seed: int = 0) -> Pcm:
    return np.random.default_rng(seed).integers(-20000, 20000, (round(16_000 * seconds), 2)).astype(np.int16)


def test_other_readers_can_read_it_while_it_is_made_and_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    journal = Journal(path, FORM)
    journal.append(sound(1.0))
    journal._kept = 0.0
    journal.keep()
    assert np.array_equal(soundfile.read(path, dtype="int16")[0], sound(1.0))
    journal.note(Gap(1.0, 0.4, "the machine was busy — wirklich"))
    journal.append(sound(0.5, 1))
    journal.close()
    whole = np.concatenate([sound(1.0), sound(0.5, 1)])
    assert np.array_equal(soundfile.read(path, dtype="int16")[0], whole)
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray() for frame in container.decode(audio=0)]
    assert np.array_equal(np.concatenate(frames, axis=1).reshape(-1, 2), whole)
    assert read_gaps(path) == (Gap(1.0, 0.4, "the machine was busy — wirklich"),)
    assert not journal_of(path).exists()
    assert sum(len(chunk.samples) for chunk in FileSource(path).chunks()) == len(whole)


def test_an_unclosed_file_is_found_closed_and_then_forgotten(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "a.wav", FORM)
    journal.append(sound(1.0))
    journal.note(Gap(1.0, 2.0, "x"))
    assert unfinished(tmp_path) == ()  # it is locked by whoever makes it
    journal._notes.close()  # as when its process dies
    journal._sound.close()
    with (tmp_path / "a.wav").open("ab") as torn:
        torn.write(b"abc")
    (found,) = unfinished(tmp_path)
    assert found.seconds == 1.0
    assert found.began.startswith("20")
    assert np.array_equal(soundfile.read(tmp_path / "a.wav", dtype="int16")[0], sound(1.0))
    assert read_gaps(tmp_path / "a.wav") == (Gap(1.0, 2.0, "x"),)
    assert unfinished(tmp_path) == (found,)  # until somebody has dealt with it


def test_a_closed_recording_can_be_gone_on_with(tmp_path: Path) -> None:
    first = Journal(tmp_path / "a.wav", FORM)
    first.append(sound(0.5))
    first.note(Gap(0.5, 1.0, "x"))
    first.close(stopped=False)
    second = Journal(tmp_path / "a.wav", WavFormat(48_000, 1))
    assert second.form == FORM  # as it was begun
    assert second.seconds == 0.5
    second.append(sound(0.5, 1))
    second.close()
    whole = np.concatenate([sound(0.5), sound(0.5, 1)])
    assert np.array_equal(soundfile.read(tmp_path / "a.wav", dtype="int16")[0], whole)
    assert len(read_gaps(tmp_path / "a.wav")) == 1


def test_other_files_are_refused_and_left_alone(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "mine.wav", np.zeros(100), 16_000)
    before = (tmp_path / "mine.wav").read_bytes()
    with pytest.raises(OutputError, match="another file of that name"):
        Journal(tmp_path / "mine.wav", FORM)
    assert (tmp_path / "mine.wav").read_bytes() == before
    assert read_gaps(tmp_path / "mine.wav") == ()
    with pytest.raises(UnreadableFileError):
        JournalSource(tmp_path / "none.wav")
    (tmp_path / "text.wav").write_text("text")
    with pytest.raises(NotMediaError):
        JournalSource(tmp_path / "text.wav")


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"The recording a\.wav cannot be written: "):
        Journal(tmp_path / "file" / "a.wav", FORM)


def test_two_cannot_record_into_one_file(tmp_path: Path) -> None:
    first = Journal(tmp_path / "a.wav", FORM)
    first.append(sound(0.5))
    with pytest.raises(OutputError, match="another program is recording into it"):
        Journal(tmp_path / "a.wav", FORM)
    first.append(sound(0.5, 1))
    first.close()
    assert len(soundfile.read(tmp_path / "a.wav")[0]) == 16_000


def test_who_keeps_it_safe_may_come_late(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "a.wav", FORM)
    journal.append(sound(0.5))
    journal.close()
    journal._kept = 0.0
    journal.keep()
    assert len(soundfile.read(tmp_path / "a.wav")[0]) == 8000


def test_marks_are_not_sound_for_who_reads_while_it_closes(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "a.wav", FORM)
    journal.append(sound(1.2))
    journal.note(Gap(0.5, 62.0, "the microphone was unplugged"))
    source = JournalSource(tmp_path / "a.wav")
    chunks = source.chunks()
    got = [next(chunks).samples, next(chunks).samples]
    journal.close()
    got += [chunk.samples for chunk in chunks]
    assert np.array_equal(np.rint(np.concatenate(got) * 32768).astype(np.int16), sound(1.2))
    assert source.warnings == ("At 0:00.5, 62.0 s of sound are missing: the microphone was unplugged.",)


def test_sizes_that_do_not_fit_say_so() -> None:
    assert header(FORM, 5_000_000_000)[40:44] == LARGEST.to_bytes(4, "little")
    assert len(header(FORM, 0)) == HEADER


def test_a_gap_late_in_a_recording_is_told_with_its_minute() -> None:
    assert told(Gap(3725.25, 0.4, "x")) == "At 62:05.2, 0.4 s of sound are missing: x."


@given(some.lists(some.tuples(some.integers(1, 700), some.booleans()), max_size=60))
def test_the_ring_gives_back_what_it_took_in_order(steps: list[tuple[int, bool]]) -> None:
    """Blocks of any size, read at any time: what does not fit is counted, all else comes back as it was."""
    ring = RingBuffer(1000, 1, 8)
    given_, held, lost, written = [], [], 0, 0
    for size, read in steps:
        block = np.arange(written, written + size, dtype=np.int64).astype(np.int16)[:, None]
        written += size
        if sum(len(b) for b, _ in held) + size <= 1000 and len(held) < 8:
            held.append((block, lost))
            lost = 0
        else:
            lost += size
        ring.write(block, float(written))
        if read and held:
            given_.append((ring.read(), held.pop(0)))
    while held:
        given_.append((ring.read(), held.pop(0)))
    assert ring.read() is None
    for got, (block, dropped) in given_:
        assert got is not None
        assert np.array_equal(got.samples, block)
        assert got.dropped == dropped
