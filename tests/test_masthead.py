"""The name above every page: on a telephone it breaks where it is read, not within 自治县."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from conftest import REPOSITORY
from county import County


def test_the_name_is_broken_behind_the_county(tmp_path: Path, chromium_driver: list[str]) -> None:
    county = County(tmp_path)
    unit = tmp_path / "content/jinping/unit.yaml"
    unit.write_text(unit.read_text().replace("示例县锦屏镇", "甲乙彝族自治县锦屏镇"))
    county.build()
    page = (county.public / "jinping/index.html").resolve().as_uri()
    command = [*chromium_driver, str(REPOSITORY / "tests/screens/masthead.cjs"), page, "320", "360"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "320": ["甲乙彝族自治县", "锦屏镇人民政府"],
        "360": ["甲乙彝族自治县锦屏镇人民政府"],
    }
