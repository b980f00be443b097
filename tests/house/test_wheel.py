"""What is built is whole: an installation from the wheel has every file that a checkout serves from."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from house_rules import PACKAGES, ROOT

TOLD = ("setup.cfg", "pyproject.toml", "LICENSE", "NOTICE", "README.md")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc")
# A request for every kind of file: migrations, matters, forms, templates, texts, styles, charts.
SERVES = """
from engine.actor import SYSTEM
from engine.administration.publish_bundle import PublishBundle
from engine.store.schema import upgrade
from processes import publishing, registry
from webapp import create_app

app = create_app()
hall = app.extensions["banjian_hall"]
upgrade(hall.database)
for path in registry.folders():
    folder = registry.load_folder(path)
    assert not [one for one in publishing.gate(folder) if one.severity == "error"]
    hall.run(PublishBundle(by=SYSTEM, matter_key=folder.key, files=folder.files))
browser = app.test_client()
assert "Log in" in browser.get("/login?lang=en").text
assert browser.get("/static/banjian.css").status_code == 200
from diagrams import render
assert render(folder.model, format="svg").startswith(b"<")
print(*(path.name for path in registry.folders()))
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout as it lies in site-packages."""
    place = tmp_path_factory.mktemp("wheel")
    source, target = place / "source", place / "site-packages"
    for package in PACKAGES:
        shutil.copytree(ROOT / package, source / package, ignore=LEFT_OUT)
    for name in TOLD:
        shutil.copy(ROOT / name, source / name)
    build = [sys.executable, "-m", "pip", "wheel", ".", "-q", "--no-deps", "--no-build-isolation", "-w", str(place)]
    subprocess.run(build, cwd=source, check=True, env=os.environ | {"PIP_NO_INDEX": "1"})
    with zipfile.ZipFile(next(place.glob("*.whl"))) as wheel:
        wheel.extractall(target)
    return target


def test_the_wheel_holds_every_file(unpacked: Path):
    def files(root: Path) -> set[str]:
        found = (path for package in PACKAGES for path in (root / package).rglob("*") if path.is_file())
        return {str(path.relative_to(root)) for path in found if path.suffix != ".pyc" and path.name[0] != "."}

    assert files(ROOT) - files(unpacked) == set()


def test_the_wheel_serves_without_a_checkout(unpacked: Path, tmp_path: Path):
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BANJIAN_")}
    environment = {
        **inherited,
        "PYTHONPATH": str(unpacked),
        "BANJIAN_MODE": "training",
        "BANJIAN_DATA": str(tmp_path / "data"),
    }
    code = f"import engine; assert engine.__file__.startswith({str(unpacked)!r}), engine.__file__\n{SERVES}"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    matters = [path.parent.name for path in sorted((ROOT / "processes").glob("*/process.bpmn"))]
    assert done.stdout.split() == matters
