"""Takes the picture of the form editor for the manual: `python tests/screens/shoot_edit.py WORKSPACE TARGET_DIR`.

`gongkai edit` runs on the example county; nothing is saved.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from PIL import Image

from shoot import reduce

UNIT, DOCUMENT = "jinping", "fdzdgknr/gh/2026-gongzuo-yaodian.md"
ENTRANCE = re.compile(r"http://127\.0\.0\.1:\d+/-/edit/\S*")
SIZES = {"edit-desk": (1280, 1500)}


def main(workspace: Path, target: Path) -> int:
    """Shoot the form and tell how large each picture is."""
    command = [sys.executable, "-m", "generator", "--root", str(workspace), "edit", UNIT, "--no-build"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        found = ENTRANCE.search(process.stdout.readline())
        assert found is not None
        for name, size in SIZES.items():
            path = target / f"{name}.png"
            place = f"/-/edit/{UNIT}/{DOCUMENT}"
            script = Path(__file__).with_name("edit_picture.cjs")
            subprocess.run(["node", script, found[0], place, path, *map(str, size)], check=True)
            path.write_bytes(reduce(Image.open(path).convert("RGB")))
            print(f"{path}  {path.stat().st_size // 1000} KB")
    finally:
        process.kill()
        process.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
