"""Collect the texts of code and pages into the catalogues of translations: ``python -m webapp.catalogue``."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from webapp.languages import TRANSLATIONS, compile_catalogs

ROOT = Path(__file__).resolve().parents[1]
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2), "zh": None}


def collect(root: Path = ROOT) -> Catalog:
    """Return every Chinese source text of the project, with the files it stands in."""
    with (root / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    catalog = Catalog(project="banjian", charset="utf-8")
    found = extract_from_dir(root, methods, options, keywords=KEYWORDS, comment_tags=())
    for filename, _line, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        # Lines are left out: they change with every edit and tell a translator nothing.
        catalog.add(message, None, [(filename, 0)], auto_comments=comments, context=context)
    return catalog


def update(language: str, template: Catalog, folder: Path = TRANSLATIONS) -> Catalog:
    """Bring the catalogue of ``language`` up to date and return it; nothing is guessed from similar texts."""
    path = folder / language / "LC_MESSAGES" / "messages.po"
    if path.exists():
        catalog = read_po(io.BytesIO(path.read_bytes()), locale=language)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = Catalog(locale=language, project="banjian", charset="utf-8")
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    catalog.header_comment = f"# Texts of banjian: {language}. Collected and updated by make translations."
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = ""
    draft = io.BytesIO()
    write_po(draft, catalog, width=110, sort_by_file=True, include_lineno=False, omit_header=False)
    path.write_bytes(draft.getvalue())
    return catalog


def untranslated(catalog: Catalog) -> list[str]:
    """Return the source texts that have no translation yet."""
    missing = []
    for message in catalog:
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and not all(texts):
            missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return missing


def main() -> int:
    """Update English and compile; the exit code is 1 while texts lack a translation."""
    catalog = update("en", collect())
    compile_catalogs()
    missing = untranslated(catalog)
    for text in missing:
        print(f"untranslated: {text}")  # noqa: T201
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
