"""Word error rate on calls with reference words: the program, and plain faster-whisper per channel beside it.

    python -m benchmarks.recognition ../shared/data/calls

Every NAME.flac with a NAME.json is analysed as `mmemotion analyze NAME.flac` does. Both texts are lower-cased, without
punctuation; the rate counts over all words of all channels.
"""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jiwer

from benchmarks.plain import Transcriber
from mmemotion import analyze
from mmemotion.types import Recording

SPEAKERS = "AB"


@dataclass(frozen=True)
class Call:
    """Texts of one call, one per channel."""

    said: list[str]
    heard: list[str]
    plain: list[str]
    longest: float


def normal(text: str) -> str:
    """Lower case, no punctuation, single spaces."""
    return " ".join(re.sub(r"[^\w' ]+", " ", text.lower().replace("’", "'")).split())


def said_by(words: list[dict[str, Any]], speaker: str) -> str:
    return normal(" ".join(word["word"] for word in words if word["speaker"] == speaker))


def heard_on(recording: Recording, channel: int) -> str:
    return normal(" ".join(u.transcript.text for u in recording.utterances if u.channel == channel))


def measure(path: Path, transcriber: Transcriber) -> Call:
    words = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    recording = analyze(path)
    return Call(
        [said_by(words, speaker) for speaker in SPEAKERS],
        [heard_on(recording, channel) for channel in range(len(SPEAKERS))],
        [normal(text) for text in transcriber.texts(path)],
        max(u.span.duration for u in recording.utterances),
    )


def right_channels(call: Call) -> bool:
    """Each speaker's words fit the own channel better than the other."""
    return all(
        jiwer.wer(s, h) < jiwer.wer(s, o) for s, h, o in zip(call.said, call.heard, call.heard[::-1], strict=True)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    transcriber = Transcriber()
    calls = {}
    for path in sorted(options.folder.glob("*.flac")):
        if not path.with_suffix(".json").exists():
            continue
        call = calls[path.name] = measure(path, transcriber)
        print(
            f"{path.name}: {sum(len(t.split()) for t in call.said)} words, WER {jiwer.wer(call.said, call.heard):.3f}, "
            f"plain faster-whisper {jiwer.wer(call.said, call.plain):.3f}, "
            f"speakers on their channels: {'yes' if right_channels(call) else 'NO'}, "
            f"longest utterance {call.longest:.1f} s",
            flush=True,
        )
    said = [text for call in calls.values() for text in call.said]
    heard = [text for call in calls.values() for text in call.heard]
    plain = [text for call in calls.values() for text in call.plain]
    print(f"all: WER {jiwer.wer(said, heard):.3f}, plain faster-whisper {jiwer.wer(said, plain):.3f}")


if __name__ == "__main__":
    main()
