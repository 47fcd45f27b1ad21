"""Our JSON, read back."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import numpy as np
import pytest
from recordings import odd, recording

from mmemotion.errors import InputError
from mmemotion.export.json import JsonExporter, to_document
from mmemotion.export.reading import read_document
from mmemotion.types import Emotion, Modality, Recording


@pytest.mark.parametrize("made", [recording(), odd()], ids=["recording", "odd"])
def test_what_is_read_is_written_the_same_again(made: Recording, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    JsonExporter().export(made, path)
    found = read_document(path)
    assert msgspec.json.encode(to_document(found)) == msgspec.json.encode(to_document(made))
    assert [u.transcript.text for u in found.utterances] == [u.transcript.text for u in made.utterances]


def test_values_are_those_that_were_written(tmp_path: Path) -> None:
    JsonExporter().export(recording(), tmp_path / "out.json")
    first, unsure, unscored = read_document(tmp_path / "out.json").utterances
    assert first.estimate is not None
    assert first.estimate.label is Emotion.ANGRY
    assert first.estimate.weights[Modality.TEXT] == 0.7
    assert first.estimate.dominance is None
    assert unsure.estimate is not None and unsure.estimate.abstained
    assert unscored.estimate is None
    track = first.prosody.tracks["f0"]
    assert track.values.dtype == np.float32
    assert np.isnan(track.values[[0, 2]]).all()
    assert np.isnan(first.prosody.functionals["hnr_mean_db"])


def test_words_without_spaces_between_them_stay_so(tmp_path: Path) -> None:
    from dataclasses import replace

    from mmemotion.types import Span, Transcript, Word

    words = tuple(Word(text, Span(i, i + 1), 0.5) for i, text in enumerate([" 今日", "は", "は", " ok", "!"]))
    made = replace(recording().utterances[0], transcript=Transcript(words, "ja"))
    JsonExporter().export(replace(recording(), utterances=(made,)), tmp_path / "out.json")
    (found,) = read_document(tmp_path / "out.json").utterances
    assert [word.text for word in found.transcript.words] == [" 今日", "は", "は", " ok", "!"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is no JSON document of mmemotion"),
        ("{", "is no JSON document of mmemotion"),
        ("[1, 2]", "is no JSON document of mmemotion"),
        ('{"words": []}', "is no JSON document of mmemotion"),
        ('{"schema_version": 3, "generator": "mmemotion 9", "news": 1}', "written by a newer mmemotion; update"),
        ('{"schema_version": 1, "generator": "mmemotion 0"}', "written by an older mmemotion; analyse"),
        ('{"schema_version": 2, "generator": "mmemotion 0"}', "is damaged or was changed"),
    ],
)
def test_what_is_no_document_of_ours_is_one_sentence(text: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text(text)
    with pytest.raises(InputError, match=sentence) as raised:
        read_document(tmp_path / "in.json")
    assert "\n" not in str(raised.value)
    assert "in.json" in str(raised.value)


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        ("start_s", 99.0),
        ("start_s", -1.0),
        ("start_s", "early"),
        ("estimate.probabilities", {"bored": 1.0}),
        ("estimate.probabilities", {}),
        ("estimate.weights", {"smell": 1.0}),
        ("estimate.confidence", 7.0),
        ("surprise", 1),
    ],
)
def test_a_document_that_was_changed_is_one_sentence(place: str, wrong: object, tmp_path: Path) -> None:
    JsonExporter().export(recording(), tmp_path / "in.json")
    document = json.loads((tmp_path / "in.json").read_text(encoding="utf-8"))
    *folders, last = place.split(".")
    part = document["utterances"][0]
    for folder in folders:
        part = part[folder]
    part[last] = wrong
    (tmp_path / "in.json").write_text(json.dumps(document))
    with pytest.raises(InputError, match="is damaged or was changed"):
        read_document(tmp_path / "in.json")


def test_bytes_that_are_no_text_and_a_file_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "in.json").write_bytes(bytes(range(256)))
    for name in ("in.json", "none.json"):
        with pytest.raises(InputError, match=name):
            read_document(tmp_path / name)
