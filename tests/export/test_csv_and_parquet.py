"""Tables, read back by pandas."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from recordings import ODD_SPEAKERS, ODD_WORDS, odd, recording

from mmemotion.errors import ConfigError
from mmemotion.export import parquet
from mmemotion.export.csv import FACTS, TRACKS, UTTERANCES, WORDS, CsvExporter
from mmemotion.export.parquet import ParquetExporter
from mmemotion.types import EMOTIONS, Recording

SPEAKERS = ['O\'Brien & <Söhne> "x"', "B --> C"]


def read(exporter: CsvExporter, *recordings: Recording, folder: Path) -> pd.DataFrame:
    exporter.export_all(recordings, folder / "out.csv")
    return pd.read_csv(folder / "out.csv", keep_default_na=False, na_values=[""])


def test_an_utterance_is_a_row_with_all_its_numbers(tmp_path: Path) -> None:
    found = read(UTTERANCES, recording(), folder=tmp_path)
    assert found["recording"].unique().tolist() == ["通話.flac"]
    assert found["text"].tolist() == ["這 [bold]worst"] * 3
    assert found["label"].tolist() == ["angry", "not sure", "not scored"]
    assert found["start_s"].tolist() == [0, 2, 60.5]
    shares = found[[f"p_{emotion}" for emotion in EMOTIONS]]
    assert shares.loc[0].sum() == pytest.approx(1)
    assert shares.loc[2].isna().all()
    assert found.loc[0, ["text_angry", "voice_angry", "weight_text", "baseline_s"]].tolist() == [0.61, 0.61, 0.7, 41.5]
    assert found.loc[0, "f0_mean_hz"] == 220
    assert np.isnan(found.loc[0, "hnr_mean_db"])
    assert found.loc[2, "notes"] == "A repeated phrase was left out."


def test_words_and_tracks_have_their_times(tmp_path: Path) -> None:
    words = read(WORDS, recording(), folder=tmp_path)
    assert words.loc[1, ["utterance", "word", "start_s", "end_s", "text"]].tolist() == [1, 2, 0.4, 1.0, "[bold]worst"]
    assert words["attention"].tolist()[:2] == [0.25, 0.75]
    tracks = read(TRACKS, recording(), folder=tmp_path)
    assert tracks["value"].tolist() == [220.0] * 3
    assert tracks["time_s"].tolist() == [0.01, 2.01, 60.51]
    assert tracks["unit"].unique().tolist() == ["Hz"]


def test_signs_of_the_format_survive(tmp_path: Path) -> None:
    words = read(WORDS, odd(), folder=tmp_path)
    assert words["text"].tolist()[: len(ODD_WORDS)] == [word.strip() for word in ODD_WORDS]
    assert words["speaker"].unique().tolist() == SPEAKERS
    assert words.loc[1, "start_s"] == 0.234
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert len({len(row) for row in csv.reader(stream)}) == 1
    assert len(ODD_SPEAKERS) == len(SPEAKERS)


def test_many_recordings_are_one_table(tmp_path: Path) -> None:
    found = read(UTTERANCES, recording(), recording(), odd(), folder=tmp_path)
    assert found["recording"].unique().tolist() == ["通話.flac", "通話.flac (2)", "a & b <c> --> d|e.flac"]
    assert len(found) == 9
    assert found.loc[8, "f0_mean_hz"] != found.loc[8, "f0_mean_hz"]


def test_facts_are_a_row_per_speaker(tmp_path: Path) -> None:
    found = read(FACTS, recording(), folder=tmp_path)
    assert found["speaker"].tolist() == ["A", "B"]
    assert found["talk_share"].sum() == pytest.approx(1)
    assert found["responses"].tolist() == [0, 1]
    assert found["trend"].unique().tolist() == ["too little to tell"]


@pytest.mark.parametrize("exporter", [UTTERANCES, WORDS, TRACKS, FACTS])
def test_an_empty_recording_is_a_table_without_rows(exporter: CsvExporter, tmp_path: Path) -> None:
    found = read(exporter, replace(recording(), utterances=()), folder=tmp_path)
    assert len(found) == 0
    assert found.columns[0] == "recording"


def test_parquet_has_types_words_and_provenance(tmp_path: Path) -> None:
    ParquetExporter().export_all([recording(), odd()], tmp_path / "out.parquet")
    found = pd.read_parquet(tmp_path / "out.parquet")
    assert len(found) == 6
    assert found["utterance"].dtype == "int32"
    assert found["p_angry"].dtype == "float64"
    assert found.loc[0, "words"][1] == {"text": "[bold]worst", "start_s": 0.4, "end_s": 1.0, "probability": 0.5}
    assert [word["text"] for word in found.loc[3, "words"]] == [word.strip() for word in ODD_WORDS]
    import pyarrow.parquet as pq

    told = {key.decode(): value.decode() for key, value in pq.read_schema(tmp_path / "out.parquet").metadata.items()}
    assert [model["name"] for model in json.loads(told["models"])] == ["whisper-base", "default"]
    assert "AI Act" in told["notice"]


def test_parquet_files_of_unlike_recordings_have_the_same_types(tmp_path: Path) -> None:
    unscored = replace(odd(), utterances=tuple(replace(u, estimate=None) for u in odd().utterances))
    for name, one in (("a", odd()), ("b", unscored)):
        ParquetExporter().export(one, tmp_path / f"{name}.parquet")
    pd.testing.assert_series_equal(
        *(pd.read_parquet(tmp_path / f"{name}.parquet").dtypes for name in ("a", "b")), check_names=False
    )


def test_without_pyarrow_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(parquet, "find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r"pip install \"mmemotion\[parquet\]\""):
        ParquetExporter().export(recording(), tmp_path / "out.parquet")
    assert list(tmp_path.iterdir()) == []
