"""A draft begins as a published version or as files from elsewhere; what no matter has stays out."""

from __future__ import annotations

import pytest
from designers import MATTER
from support.matters import three_reviews

from engine.errors import Invalid, NotAllowed, NotFound
from engine.queries.drafts import draft, drafts
from engine.studio.draft_files import MOST_BYTES


def test_a_draft_of_a_version_has_all_its_files(studio):
    with studio.hall.reading() as connection:
        version = studio.hall.current_bundle(connection, MATTER)
    found = studio.look(studio.open(based_on=version.sha256, files={}))
    assert (found.files, found.sha256) == (version.files, version.sha256)
    assert (found.line.status, found.line.revision, found.line.made_by) == ("editing", 1, studio.designer.name)


def test_a_version_of_another_matter_is_no_beginning(studio):
    with studio.hall.reading() as connection:
        other = studio.hall.current_bundle(connection, "small_catering_permit")
    with pytest.raises(NotFound):
        studio.open(based_on=other.sha256)


@pytest.mark.parametrize(
    "name", ["../matter.yaml", "functions.py", "forms/a.html", "shared/../process.bpmn", "scenarios/a.yml", "a\nb"]
)
def test_an_unknown_file_is_refused(studio, name):
    with pytest.raises(Invalid):
        studio.open(files=three_reviews().files | {name: b""})


def test_more_than_five_megabytes_are_refused(studio):
    files = three_reviews().files
    room = MOST_BYTES - sum(map(len, files.values()))
    with pytest.raises(Invalid, match="10 MB"):
        studio.open(files=files | {"scenarios/large.yaml": b"#" * (room + 1)})
    studio.open(files=files | {"scenarios/large.yaml": b"#" * room})


def test_a_title_and_a_key_are_asked_for(studio):
    with pytest.raises(Invalid) as refusal:
        studio.open(title=" ")
    assert "title" in refusal.value.problems
    with pytest.raises(Invalid) as refusal:
        studio.open(matter_key="Three-Reviews")
    assert "matter_key" in refusal.value.problems


def test_only_designers_open_drafts_and_only_the_studio_reads_them(studio):
    with pytest.raises(NotAllowed):
        studio.open(by=studio.manager)
    draft_id = studio.open()
    with studio.hall.reading() as connection:
        for read in (lambda by: drafts(connection, by), lambda by: draft(connection, by, draft_id)):
            with pytest.raises(NotFound):
                read(studio.training.clerk.actor)
        assert [one.id for one in drafts(connection, studio.designer, matter_key=MATTER)] == [draft_id]
        assert drafts(connection, studio.designer, matter_key="small_catering_permit") == ()
