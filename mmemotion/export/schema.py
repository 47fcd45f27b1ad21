"""The JSON Schema of the document: `python -m mmemotion.export.schema` writes that of the present version anew.

Those of older versions stay in assets/schema for the documents that are there.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from mmemotion.export.document import VERSION, RecordingDocument
from mmemotion.export.files import write_whole
from mmemotion.paths import assets_dir


def schema() -> bytes:
    """The schema as indented JSON."""
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(RecordingDocument)}
    return msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"


def path() -> Path:
    """Where the published schema lies."""
    return assets_dir() / "schema" / f"recording-{VERSION}.json"


if __name__ == "__main__":
    write_whole(path(), schema())
