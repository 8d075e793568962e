"""What the weights were made of and with: hashes, seeds, versions, machine, time."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import time
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any


def record(corpora: Path, pretrained: Iterable[Path], out: Path, **more: Any) -> None:
    """Write `PROVENANCE.json` beside the weights."""
    data = sorted(p for p in (corpora / "train").glob("*.gz"))
    content = {
        "made": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": {"processor": _processor(), "cores": os.cpu_count(), "system": platform.platform()},
        "packages": {name: version(name) for name in ("torch", "numpy", "onnx")},
        "pretrained": {p.name: _hash(p) for p in pretrained},
        "data": {p.name: _hash(p) for p in data},
        "weights": {p.name: _hash(p) for p in sorted(out.glob("*")) if p.suffix in {".onnx", ".bin", ".txt"}},
        **more,
    }
    (out / "PROVENANCE.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _hash(path: Path) -> str:
    return "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").split("\n")
    except OSError:
        return platform.processor()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
