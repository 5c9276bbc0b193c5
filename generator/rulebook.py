"""The rules that ship with the program: thresholds, lists and forms as YAML under `rules/`, each file read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from generator.errors import GeneratorError
from generator.frontmatter import Value, parse_yaml

RULES = Path(__file__).parent / "rules"


@cache
def rules(name: str) -> Value:
    """The values of `rules/<name>.yaml` as text, lists and dicts; GeneratorError where the file has a mistake."""
    parsed = parse_yaml((RULES / f"{name}.yaml").read_text("utf-8"), node_limit=20_000, limit=1 << 20)
    if parsed.faults:
        fault = parsed.faults[0]
        raise GeneratorError(f"规则文件有误：{fault.message}", f"{name}.yaml:{fault.line}:{fault.column}")
    return parsed.values


def threshold(name: str) -> int:
    """A number of `rules/thresholds.yaml`, where its ground is written beside it."""
    return int(rules("thresholds")[name])
