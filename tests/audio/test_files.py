from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile
from media import chirps, halve, write_sound, write_video

from mmemotion.audio.files import FileSource, probe
from mmemotion.errors import InputError, NoSoundError, NotMediaError, TooShortError, UnreadableFileError
from mmemotion.types import FloatArray

LOSSY = [
    ("a.mp3", "libmp3lame", 44100, 2),
    ("a.m4a", "aac", 44100, 2),
    ("a.mp4", "aac", 16000, 1),
    ("a.aac", "aac", 16000, 1),
    ("a.opus", "libopus", 48000, 2),
    ("a.ogg", "libopus", 48000, 1),
    ("a.webm", "libopus", 48000, 2),
    ("a.mkv", "aac", 44100, 2),
    ("a.wma", "wmav2", 44100, 2),
    ("a.ts", "mp2", 44100, 2),
    ("a.avi", "libmp3lame", 44100, 1),
    ("a.flv", "libmp3lame", 44100, 1),
    ("a.ac3", "ac3", 48000, 6),
    ("a.amr", "libopencore_amrnb", 8000, 1),
]
LOSSLESS = [
    ("a.wav", "pcm_s16le", 1),
    ("a.wav", "pcm_u8", 2),
    ("a.wav", "pcm_s24le", 2),
    ("a.wav", "pcm_s32le", 1),
    ("a.wav", "pcm_f32le", 2),
    ("a.wav", "pcm_f64le", 1),
    ("a.wav", "pcm_mulaw", 1),
    ("a.aiff", "pcm_s16be", 2),
    ("a.flac", "flac", 2),
    ("a.flac", "flac", 6),
]
RATE = 16000


def read(path: Path) -> tuple[FloatArray, FileSource]:
    source = FileSource(path)
    chunks = list(source.chunks())
    starts = np.cumsum([0, *(len(chunk.samples) for chunk in chunks)])
    assert [chunk.start for chunk in chunks] == starts[:-1].tolist()
    assert {chunk.sample_rate for chunk in chunks} == {source.media.sample_rate}
    return np.concatenate([chunk.samples for chunk in chunks]), source


def lag_and_likeness(samples: FloatArray, original: FloatArray, furthest: int = 4096) -> tuple[int, float]:
    """Samples by which the first comes later than the second, and how well they then agree."""
    from scipy.signal import fftconvolve

    count = min(len(samples), len(original)) - 2 * furthest
    middle = original[furthest : furthest + count]
    products = fftconvolve(samples[: count + 2 * furthest], middle[::-1], mode="valid")
    lag = int(np.argmax(products)) - furthest
    found = samples[furthest + lag :][:count]
    return lag, float(np.corrcoef(found, middle[: len(found)])[0, 1])


@pytest.mark.parametrize(("name", "codec", "rate", "channels"), LOSSY)
def test_lossy_formats_keep_sound_time_rate_and_channels(
    tmp_path: Path, name: str, codec: str, rate: int, channels: int
) -> None:
    original = chirps(3.0, rate, channels)
    path = write_sound(
        tmp_path / name, original, rate, codec, bit_rate=12200 if codec == "libopencore_amrnb" else 128000
    )
    samples, source = read(path)
    assert (source.media.sample_rate, source.media.channel_count) == (rate, channels)
    assert samples.dtype == np.float32
    assert samples.shape[1] == channels
    assert source.warnings == []
    assert len(samples) / rate == pytest.approx(3.0, abs=0.15)
    lag, likeness = lag_and_likeness(samples[:, 0], original[:, 0])
    assert likeness > 0.9
    assert abs(lag) / rate < 0.07, "aac, ac3, mp2 and wma files may not tell the delay of their encoder"


@pytest.mark.parametrize(("name", "codec"), [("a.mp3", "libmp3lame"), ("a.m4a", "aac"), ("a.webm", "libopus")])
def test_formats_that_tell_their_encoder_delay_are_aligned_to_the_sample(tmp_path: Path, name: str, codec: str) -> None:
    original = chirps(3.0, 48000)
    samples, _ = read(write_sound(tmp_path / name, original, 48000, codec, bit_rate=128000))
    assert abs(lag_and_likeness(samples[:, 0], original[:, 0])[0]) <= 1


@pytest.mark.parametrize(("name", "codec", "channels"), LOSSLESS)
def test_lossless_formats_are_exactly_what_soundfile_reads(
    tmp_path: Path, name: str, codec: str, channels: int
) -> None:
    path = write_sound(tmp_path / name, chirps(1.3, RATE, channels), RATE, codec)
    samples, source = read(path)
    expected, rate = soundfile.read(path, dtype="float32", always_2d=True)
    assert rate == source.media.sample_rate
    np.testing.assert_array_equal(samples, expected)


def test_real_speech_survives_opus(tmp_path: Path, shared_data: Path) -> None:
    path = shared_data / "librispeech" / "1089-134686-0000.flac"
    original, source = read(path)
    np.testing.assert_array_equal(original, soundfile.read(path, dtype="float32", always_2d=True)[0])
    coded, _ = read(write_sound(tmp_path / "a.opus", original, source.media.sample_rate, "libopus", bit_rate=32000))
    assert len(coded) == pytest.approx(len(original) * 3, abs=48)


def test_probe_tells_what_the_file_holds(tmp_path: Path) -> None:
    media = probe(write_sound(tmp_path / "a.flac", chirps(2.0, 22050, 2), 22050, "flac"))
    assert (media.container, media.codec, media.sample_rate, media.channel_count) == ("flac", "flac", 22050, 2)
    assert media.duration == pytest.approx(2.0)
    assert media.path == str(tmp_path / "a.flac")


def test_samples_outside_the_range_and_not_finite_do_not_come_through(tmp_path: Path) -> None:
    wild = np.full((RATE, 1), 0.5, dtype=np.float32)
    wild[10:13, 0] = [np.nan, np.inf, 3.0]
    soundfile.write(tmp_path / "a.wav", wild, RATE, subtype="FLOAT")
    samples, _ = read(tmp_path / "a.wav")
    assert samples[9:14, 0].tolist() == [0.5, 0.0, 0.0, 1.0, 0.5]


def test_reading_twice_gives_the_same_and_the_same_warnings(tmp_path: Path) -> None:
    path = halve(write_sound(tmp_path / "whole.mp3", chirps(4.0, 44100), 44100, "libmp3lame"), tmp_path / "a.mp3")
    source = FileSource(path)
    first = np.concatenate([chunk.samples for chunk in source.chunks()])
    warnings = list(source.warnings)
    np.testing.assert_array_equal(first, np.concatenate([chunk.samples for chunk in source.chunks()]))
    assert source.warnings == warnings
    assert len(warnings) == 1


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.wav", chirps(240.0, 16000, 2), 16000, "pcm_s16le")
    tracemalloc.start()
    for chunk in FileSource(path).chunks():
        assert len(chunk.samples) <= 16000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4e6, "the whole would be 31 MB"


def test_sound_that_begins_after_the_picture_is_padded(tmp_path: Path) -> None:
    samples, _ = read(write_video(tmp_path / "a.mp4", chirps(1.0, RATE), RATE, late=0.5))
    loud = np.flatnonzero(np.abs(samples[:, 0]) > 0.02)
    assert loud[0] / RATE == pytest.approx(0.5, abs=0.03)
    assert len(samples) / RATE == pytest.approx(1.5, abs=0.1)


def test_of_several_sound_tracks_the_first_is_used_and_the_user_told(tmp_path: Path) -> None:
    samples, source = read(write_video(tmp_path / "a.mkv", chirps(1.5, RATE), RATE, tracks=2))
    assert len(samples) / RATE == pytest.approx(1.5, abs=0.1)
    assert source.warnings == ["a.mkv holds 2 sound tracks; only the first was used."]


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("a.wav", "pcm_s16le", {}),
        ("a.mp3", "libmp3lame", {}),
        ("a.flac", "flac", {}),
        ("a.opus", "libopus", {}),
        ("a.ogg", "libopus", {}),
        ("a.webm", "libopus", {}),
        ("a.mkv", "aac", {}),
        ("a.m4a", "aac", {"movflags": "faststart"}),
        ("a.aac", "aac", {}),
        ("a.wma", "wmav2", {}),
    ],
)
def test_a_file_cut_in_half_gives_what_is_there_and_one_warning(
    tmp_path: Path, name: str, codec: str, options: dict[str, str]
) -> None:
    whole = write_sound(tmp_path / f"whole-{name}", chirps(6.0, 48000), 48000, codec, bit_rate=64000, options=options)
    samples, source = read(halve(whole, tmp_path / name))
    assert len(samples) / 48000 == pytest.approx(3.0, abs=1.1)
    assert len(source.warnings) == 1
    assert source.warnings[0].startswith(f"{name} is damaged or cut short: ")
    if name in {"a.wav", "a.flac", "a.m4a", "a.mkv", "a.webm"}:
        assert "s of 6.0 s could be read" in source.warnings[0]


@pytest.mark.parametrize("size", [0, 0x7FFFF024, 0x80000024, 0xFFFFFFFF])
def test_a_wav_written_to_a_pipe_is_not_called_damaged(tmp_path: Path, size: int) -> None:
    path = write_sound(tmp_path / "a.wav", chirps(1.0, RATE), RATE, "pcm_s16le")
    data = bytearray(path.read_bytes())
    data[4:8] = size.to_bytes(4, "little")
    path.write_bytes(data)
    assert read(path)[1].warnings == []


def test_an_mp4_that_lost_its_index_is_called_damaged(tmp_path: Path) -> None:
    path = halve(write_sound(tmp_path / "whole.m4a", chirps(3.0, 44100), 44100, "aac"), tmp_path / "a.m4a")
    with pytest.raises(NotMediaError, match=r"a\.m4a is damaged or cut short"):
        FileSource(path)


@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.mp3", "libmp3lame"), ("a.m4a", "aac"), ("a.flac", "flac"), ("a.webm", "libopus"), ("a.opus", "libopus")],
)
def test_damage_in_the_middle_is_skipped_and_the_rest_stays_in_time(tmp_path: Path, name: str, codec: str) -> None:
    path = write_sound(tmp_path / name, chirps(8.0, 48000), 48000, codec, bit_rate=64000)
    data = bytearray(path.read_bytes())
    data[len(data) // 3 : len(data) // 3 + len(data) // 8] = np.random.default_rng(3).bytes(len(data) // 8)
    path.write_bytes(data)
    samples, source = read(path)
    assert len(source.warnings) == 1
    assert "damaged" in source.warnings[0] or "gaps" in source.warnings[0]
    seconds = len(samples) / 48000
    assert 6.5 < seconds < 8.2
    if name != "a.mp3":  # has no time stamps of its own
        assert seconds == pytest.approx(8.0, abs=0.1)


@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.mp4", "a.txt", "a.g722"])
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Hello, this is a letter.\n" * 400,
        b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile 'other.wav'\n",
        b"1\n00:00:01,000 --> 00:00:02,000\nHello\n",
        bytes(50000),
        np.random.default_rng(0).bytes(50000),
    ],
    ids=["empty", "text", "playlist", "concat", "subtitles", "zeros", "random"],
)
def test_what_is_not_media_is_refused_in_one_sentence(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(NotMediaError, match=f"^{name} is not audio or video that can be read"):
        FileSource(path)


def test_random_bytes_never_raise_anything_else(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    path = tmp_path / "a.mp3"
    for _ in range(60):
        path.write_bytes(random.bytes(int(random.integers(1, 60000))))
        with pytest.raises(InputError):
            list(FileSource(path).chunks())


def test_a_picture_is_not_media_but_a_silent_film_has_no_sound(tmp_path: Path) -> None:
    import av

    with av.open(str(tmp_path / "a.png"), "w", format="image2") as container:
        stream = container.add_stream("png", rate=1)
        stream.width, stream.height, stream.pix_fmt = 8, 8, "rgb24"
        container.mux(stream.encode(av.VideoFrame(8, 8, "rgb24")))
        container.mux(stream.encode(None))
    with pytest.raises(NotMediaError):
        FileSource(tmp_path / "a.png")
    with pytest.raises(NoSoundError, match=r"a\.mp4 is a video with no sound"):
        FileSource(write_video(tmp_path / "a.mp4", None))


def test_too_little_sound(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(160), RATE)
    with pytest.raises(TooShortError, match=r"a\.wav holds only 10 ms of sound"):
        list(FileSource(tmp_path / "a.wav").chunks())


def test_no_samples_at_all(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(0), RATE)
    with pytest.raises(InputError, match=r"^a\.wav "):
        list(FileSource(tmp_path / "a.wav").chunks())


@pytest.mark.parametrize(
    "name",
    [
        "通話 録音.wav",
        "-v.wav",
        "http:a.wav",
        "concat:a.wav",
        "50%d.wav",
        "a?b#c.wav",
        "música 😀 'q'.wav",
        "noextension",
    ],
)
def test_odd_names_are_read(tmp_path: Path, name: str) -> None:
    plain = write_sound(tmp_path / "plain.wav", chirps(0.5, RATE), RATE, "pcm_s16le")
    path = plain.rename(tmp_path / name)
    assert len(read(path)[0]) == RATE // 2


def test_a_relative_path_that_begins_with_a_dash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_sound(tmp_path / "-i.wav", chirps(0.5, RATE), RATE, "pcm_s16le")
    monkeypatch.chdir(tmp_path)
    assert len(read(Path("-i.wav"))[0]) == RATE // 2


def test_a_name_that_is_not_text_can_be_read_and_shown(tmp_path: Path) -> None:
    plain = write_sound(tmp_path / "plain.wav", chirps(0.5, RATE), RATE, "pcm_s16le")
    try:
        path = plain.rename(tmp_path / os.fsdecode(b"\xff\xfe.wav"))
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    samples, source = read(path)
    assert len(samples) == RATE // 2
    source.media.path.encode()


@pytest.mark.parametrize(
    "address", ["http://localhost:9/a.wav", "concat:/etc/hostname|/etc/hostname", "pipe:0", "data:,x", "a\0b"]
)
def test_addresses_are_never_opened(address: str) -> None:
    with pytest.raises(UnreadableFileError):
        FileSource(Path(address))


def test_what_is_missing_or_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"^a\.wav does not exist"):
        FileSource(tmp_path / "a.wav")
    with pytest.raises(UnreadableFileError, match="is a folder"):
        FileSource(tmp_path)
    os.mkfifo(tmp_path / "queue.wav")
    with pytest.raises(UnreadableFileError, match=r"^queue\.wav is a device or pipe"):
        FileSource(tmp_path / "queue.wav")
    with pytest.raises(UnreadableFileError, match="is a device or pipe"):
        FileSource(Path("/dev/zero"))


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_sound(tmp_path / "a.wav", chirps(0.5, RATE), RATE, "pcm_s16le")
    path.chmod(0)
    if os.access(path, os.R_OK):  # root may read everything

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableFileError, match=r"^a\.wav may not be read"):
        FileSource(path)


def test_ffmpeg_prints_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = halve(write_sound(tmp_path / "whole.flac", chirps(2.0, RATE), RATE, "flac"), tmp_path / "a.flac")
    capfd.readouterr()
    read(path)
    assert capfd.readouterr() == ("", "")


def test_a_sample_rate_that_changes_in_the_stream_is_brought_to_the_first(tmp_path: Path) -> None:
    slow = write_sound(tmp_path / "slow.mp3", chirps(2.0, 24000), 24000, "libmp3lame", options={"write_xing": "0"})
    fast = write_sound(tmp_path / "fast.mp3", chirps(2.0, 48000, 2), 48000, "libmp3lame", options={"write_xing": "0"})
    (tmp_path / "a.mp3").write_bytes(slow.read_bytes() + fast.read_bytes())
    samples, source = read(tmp_path / "a.mp3")
    assert (source.media.sample_rate, source.media.channel_count) == (24000, 1)
    assert samples.shape[1] == 1
    assert len(samples) / 24000 == pytest.approx(4.0, abs=0.3)
