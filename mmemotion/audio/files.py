"""Sound from media files, with PyAV; the only home of av."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from mmemotion.audio import truncation
from mmemotion.audio.blocks import Blocks
from mmemotion.audio.local_file import open_local, printable
from mmemotion.audio.pcm import as_float, with_channels
from mmemotion.audio.resample import Resampler
from mmemotion.audio.timeline import Timeline
from mmemotion.errors import NoSoundError, NotMediaError, TooShortError, UnreadableFileError
from mmemotion.types import FloatArray, Media, Waveform

CHUNK = 1.0  # s
SHORTEST = 0.1  # s
MOST_ERRORS_IN_A_ROW = 100
LOSS = (0.3, 0.01)  # s, share of the declared duration: more is missing than padding and rounding explain
# Only the sound is wanted, from this file alone: nothing a playlist or reference inside it names is opened.
OPEN_OPTIONS = {"protocol_whitelist": "none"}
TEXT_AND_IMAGES = ("h263", "tty", "image2", "_pipe", "gif", "ico", "apng", "srt", "ass", "webvtt", "lrc", "txt")
EXACT_DURATION = ("wav", "w64", "flac", "aiff", "caf", "mp4", "matroska", "avi", "flv")


def probe(path: Path) -> Media:
    """What the file holds. Raises UnreadableFileError, NotMediaError or NoSoundError."""
    return FileSource(path).media


class FileSource:
    """The sound of one local media file: an AudioSource at the file's own sample rate, with all its channels.

    The first audio stream that can be decoded is used. Time 0 is the first time stamp of the container, as in a media
    player; a later start and gaps become silence. `warnings` are sentences for the user, complete once all chunks are
    taken. Memory does not grow with the file. Only the content tells the format, never the name.
    """

    def __init__(self, path: Path) -> None:
        self._path = Path(path)
        self._tracks_left_out: list[str] = []
        with self._opened() as container:
            stream = self._first_sound(container)
            self.media = _media(self._path, container, stream)
            if len(container.streams.audio) > 1:
                self._tracks_left_out.append(
                    f"{self._name} holds {len(container.streams.audio)} sound tracks; only the first was used."
                )
        self.warnings = list(self._tracks_left_out)

    def chunks(self) -> Iterator[Waveform]:
        """The sound in chunks of 1 s. Raises the errors of probe, NoSoundError or TooShortError at the end."""
        self.warnings = list(self._tracks_left_out)
        blocks, start = Blocks(round(CHUNK * self.media.sample_rate)), 0
        for samples in self._decoded():
            for block in blocks.push(samples):
                yield Waveform(block, self.media.sample_rate, start)
                start += len(block)
        if (rest := blocks.finish()) is not None:
            yield Waveform(rest, self.media.sample_rate, start)
            start += len(rest)
        self._check_length(start)

    @property
    def _name(self) -> str:
        return printable(self._path.name)

    def _decoded(self) -> Iterator[FloatArray]:
        """Sound and the silence of its gaps, [n, channel] each, at the rate of the media."""
        with self._opened() as container:
            stream = self._first_sound(container)
            _ignore_others(container, stream)
            declared, decoder = _declared_duration(container, stream), _Decoder(container, stream)
            timeline = Timeline(self.media.sample_rate, _start(container), _end(container))
            to_rate = _ToRate(self.media.sample_rate, self.media.channel_count)
            for time, samples, rate in decoder.frames():
                yield from _silence(timeline, time, self.media)
                ready = to_rate.push(samples, rate)
                timeline.add_sound(len(ready))
                yield ready
            yield to_rate.finish()
        self._warn_of_loss(decoder, timeline, declared)

    def _warn_of_loss(self, decoder: _Decoder, timeline: Timeline, declared: float | None) -> None:
        read = decoder.seconds
        whole = max(declared or 0.0, read / truncation.present_share(self._path))
        lost = max(LOSS[0], LOSS[1] * whole)
        if (decoder.errors and whole - read > lost) or whole - timeline.seconds > lost:
            self._warn(f"is damaged or cut short: {read:.1f} s of {whole:.1f} s could be read.")
        elif decoder.errors or truncation.ogg_ends_early(self._path):
            self._warn(f"is damaged or cut short: only {read:.1f} s could be read.")
        elif timeline.gaps > LOSS[0]:
            self._warn(f"has gaps: {timeline.gaps:.1f} s of its sound are missing and were taken as silence.")

    def _warn(self, what: str) -> None:
        self.warnings.append(f"{self._name} {what}")

    def _check_length(self, samples: int) -> None:
        if samples == 0:
            raise NoSoundError(f"{self._name} holds no sound that can be decoded; choose a recording with speech.")
        if samples < SHORTEST * self.media.sample_rate:
            raise TooShortError(
                f"{self._name} holds only {samples / self.media.sample_rate * 1000:.0f} ms of sound; "
                f"at least {SHORTEST * 1000:.0f} ms are needed."
            )

    def _first_sound(self, container: Any) -> Any:
        for stream in container.streams.audio:
            if stream.codec_context is not None and stream.codec_context.sample_rate > 0:
                return stream
        name = container.format.name
        if container.streams.audio:
            raise NotMediaError(
                f"The sound in {self._name} is of a kind that cannot be decoded; convert it to wav first."
            )
        if _has_picture(container) and not any(kind in name for kind in TEXT_AND_IMAGES):
            raise NoSoundError(f"{self._name} is a video with no sound; choose a recording with speech.")
        raise self._not_media()

    def _not_media(self) -> NotMediaError:
        if truncation.is_mp4(self._path):
            return NotMediaError(f"{self._name} is damaged or cut short and cannot be read; copy or export it again.")
        return NotMediaError(f"{self._name} is not audio or video that can be read; choose another file.")

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        import av
        import av.logging

        av.logging.set_level(None)
        with open_local(self._path) as file:
            try:
                with av.open(_Nameless(file), options=OPEN_OPTIONS, metadata_errors="replace") as container:
                    yield container
            except av.error.FFmpegError as error:
                raise self._not_media() from error
            except OSError as error:
                raise UnreadableFileError(f"{self._name} cannot be read to its end: {error.strerror}.") from error


class _Nameless:
    """A file without its name: FFmpeg would read any bytes as headerless sound if the name ends in the right way."""

    def __init__(self, file: BinaryIO) -> None:
        self.read = file.read
        self.seek = file.seek
        self.tell = file.tell


class _Decoder:
    """Frames of one stream; skips what cannot be decoded and counts it."""

    def __init__(self, container: Any, stream: Any) -> None:
        self._container = container
        self._stream = stream
        self.errors = 0
        self.seconds = 0.0

    def frames(self) -> Iterator[tuple[float | None, FloatArray, int]]:
        """Time stamp (s), samples [n, channel] and sample rate (Hz) of each frame."""
        for packet in self._packets():
            for frame in self._decode(packet):
                self.seconds += frame.samples / frame.sample_rate
                yield frame.time, _samples(frame), frame.sample_rate

    def _packets(self) -> Iterator[Any]:
        """All packets; reading goes on behind an error, until there are too many in a row."""
        import av

        in_a_row = 0
        while in_a_row < MOST_ERRORS_IN_A_ROW:
            try:
                for packet in self._container.demux(self._stream):
                    in_a_row = 0
                    yield packet
                return
            except av.error.FFmpegError:
                in_a_row += 1
                self.errors += 1

    def _decode(self, packet: Any) -> list[Any]:
        import av

        try:
            return list(packet.decode())
        except av.error.EOFError:
            return []
        except av.error.FFmpegError:
            self.errors += 1
            return []


class _ToRate:
    """Frames brought to one sample rate and channel count, should either change within the stream."""

    def __init__(self, sample_rate: int, channel_count: int) -> None:
        self._sample_rate = sample_rate
        self._channel_count = channel_count
        self._source_rate = sample_rate
        self._resampler = Resampler(sample_rate, sample_rate, channel_count)

    def push(self, samples: FloatArray, sample_rate: int) -> FloatArray:
        """What is ready, [m, channel]."""
        samples = with_channels(samples, self._channel_count)
        if sample_rate == self._source_rate:
            return self._resampler.push(samples)
        before, self._source_rate = self.finish(), sample_rate
        self._resampler = Resampler(sample_rate, self._sample_rate, self._channel_count)
        return np.concatenate([before, self._resampler.push(samples)])

    def finish(self) -> FloatArray:
        """The rest, [m, channel]."""
        return self._resampler.finish()


def _media(path: Path, container: Any, stream: Any) -> Media:
    context = stream.codec_context
    duration = _seconds(stream) or _container_seconds(container)
    return Media(
        path=printable(str(path)),
        container=container.format.name,
        codec=context.codec.canonical_name,
        sample_rate=context.sample_rate,
        channel_count=context.layout.nb_channels,
        duration=duration,
    )


def _samples(frame: Any) -> FloatArray:
    array = frame.to_ndarray()
    channels = frame.layout.nb_channels
    return as_float(array.T if frame.format.is_planar else array.reshape(-1, channels))


def _silence(timeline: Timeline, time: float | None, media: Media) -> Iterator[FloatArray]:
    missing = timeline.missing(time)
    timeline.add_silence(missing)
    for at in range(0, missing, media.sample_rate):
        yield np.zeros((min(media.sample_rate, missing - at), media.channel_count), dtype=np.float32)


def _has_picture(container: Any) -> bool:
    """True for a video; random bytes are sometimes taken for one, but their picture has no size."""
    return any(stream.codec_context is not None and stream.codec_context.width for stream in container.streams.video)


def _ignore_others(container: Any, chosen: Any) -> None:
    """Lets the demuxer skip the bytes of all other streams, where it can."""
    from av.stream import Discard

    for stream in container.streams:
        if stream.index != chosen.index:
            stream.discard = Discard.all


def _seconds(stream: Any) -> float | None:
    return float(stream.duration * stream.time_base) if stream.duration else None


def _container_seconds(container: Any) -> float | None:
    return container.duration / 1e6 if container.duration else None


def _start(container: Any) -> float:
    return (container.start_time or 0) / 1e6


def _end(container: Any) -> float | None:
    seconds = _container_seconds(container)
    return None if seconds is None else seconds + 1.0


def _declared_duration(container: Any, stream: Any) -> float | None:
    """Seconds of sound the file claims to hold; None where FFmpeg guesses it from the bit rate."""
    name = container.format.name
    if name == "mp3":  # a start time comes from the same header as the exact duration
        return _seconds(stream) if stream.start_time else None
    if not any(kind in name for kind in EXACT_DURATION):
        return None
    alone = len(container.streams) == 1
    return _seconds(stream) or (_container_seconds(container) if alone else None)
