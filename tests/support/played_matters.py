"""Play the scenarios of a matter of the product through a real hall, every step by a person of its post and place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from support.catering import ID_NUMBER, attach, credit_code
from support.county import people
from support.training import TrainingHall, key, publish

from engine.actor import applicant
from engine.bundle import Bundle
from engine.cases.complete_task import CompleteTask
from engine.cases.file_case import FileCase
from engine.cases.public_notice import ENDED, OBJECTION, RaiseObjection
from engine.jobs.sweep import work_through
from engine.queries.case_file import TaskLine
from processes.registry import HERE, Folder, load_folder
from processes.scenarios import scenarios_of

ANYBODY = {
    "applicant_name": "王小明",
    "id_number": ID_NUMBER,
    "phone": "13800001234",
    "town": "涧池镇",
    "has_agent": False,
    "delivery_mode": "window",
    "commitment": True,
}
APPLICATIONS: dict[str, dict[str, Any]] = {
    "individual_business_registration": {
        "town": "城关镇",
        "formation": "person",
        "subject": "汉阴县城关镇张记杂货店",
        "address": "北城街 12 号",
        "premises_kind": "rent",
        "business_items": ["packaged_food"],
        "capital": 5,
        "staff_count": 1,
    },
    "temporary_relief": {
        "village": "军坝村",
        "address": "三组",
        "subject": "家人车祸住院",
        "cause": "accident",
        "hardship": "丈夫车祸住院，医疗费用超出家庭承受能力",
        "family_size": 4,
        "source": "self",
        "bank_name": "汉阴农商行",
        "bank_account": "6230270000001234567",
    },
    "open_restaurant": {
        "subject": "小明饭店",
        "credit_code": credit_code(),
        "address": "北城街 12 号",
        "area": 120,
        "business_items": ["hot_food"],
        "staff_count": 8,
    },
    "house_transfer": {
        "town": "城关镇",
        "seller": {"name": "李四海", "id_number": ID_NUMBER, "phone": "13800005678"},
        "subject": "城关镇北城街12号2幢1单元301室",
        "title_no": "陕（2019）汉阴县不动产权第0001234号",
        "house_kind": "dwelling",
        "area": 96,
        "price": 45_000_000,
        "ownership": "sole",
        "certificate_copies": 1,
        "only_home": "first",
        "exemption_claim": "none",
    },
    "soil_plan": {
        "unit_name": "汉阴清风风电有限公司",
        "credit_code": credit_code(),
        "subject": "凤凰山分散式风电场",
        "town": "双河口镇",
        "address": "双溪村四组",
        "plan_kind": "report",
        "area": 6.2,
        "earthwork": 62000,
    },
    "small_catering_renewal": {
        "town": "城关镇",
        "subject": "小明面馆",
        "credit_code": credit_code(),
        "licence_no": "陕小餐2023103",
        "ends_on": "2026-04-15",
        "address": "北城街 12 号",
        "business_items": ["hot_food"],
    },
    "small_catering_permit": {
        "town": "城关镇",
        "subject": "小明面馆",
        "credit_code": credit_code(),
        "address": "北城街 12 号",
        "area": 45.5,
        "business_items": ["hot_food", "cold_food"],
        "staff_count": 4,
    },
}


class PlayedMatter:
    """One matter of the product in a hall; whoever a step wants is there as soon as the step is reached."""

    def __init__(self, training: TrainingHall, matter: str) -> None:
        self.training = training
        self.folder: Folder = load_folder(HERE / matter)
        people(training)
        publish(training.hall, Bundle.of(self.folder.key, self.folder.files))

    def file(self, materials: tuple[str, ...], **changes: Any) -> str:
        """File an application with these materials, without what is None, and return the case's id."""
        draft, files = attach(self.training, materials, self.folder.key)
        said = ANYBODY | APPLICATIONS[self.folder.key] | changes | files
        values = {name: one for name, one in said.items() if one is not None}
        filing = FileCase(by=applicant(), key=key(), matter_key=self.folder.key, values=values, draft_id=draft)
        return str(self.training.hall.run(filing)["case_id"])

    def play(self, case: str, name: str, until: str = "") -> None:
        """Do what the scenario says, in its order, up to the step ``until``."""
        scenario = scenarios_of(self.folder)[name]
        if scenario.steps:
            for step in scenario.steps:
                if until and step.get("complete") == until:
                    return
                self._take(case, step)
            return
        answers = {element: list(given) for element, given in scenario.answers.items()}
        for element in scenario.expect.done:
            if element == until:
                return
            self.complete(case, element, answers[element].pop(0))

    def complete(self, case: str, element: str, values: Mapping[str, Any]) -> None:
        """Complete the first open task of an element by who it is for."""
        file = self.training.supervisor.file(case)
        task = next(one for one in file.open_tasks if one.element_id == element)
        login = self._person(file.bundle.steps[element].item, task)
        values = {name: self._people(file, element, name, one) for name, one in values.items()}
        command = CompleteTask(by=self.training[login].actor, key=key(), task_id=task.id, values=values)
        self.training.hall.run(command)

    def _take(self, case: str, step: Mapping[str, Any]) -> None:
        if "complete" in step:
            self.complete(case, str(step["complete"]), step["answer"])
        elif step.get("message") == ENDED:
            for _ in range(12):
                self.training.pass_days(1)
                work_through(self.training.hall, "worker")
        elif step.get("message") == OBJECTION:
            clerk = people(self.training, objection_clerk=("window_clerk", "town_jianchi"))["objection_clerk"]
            self.training.hall.run(RaiseObjection(by=clerk.actor, key=key(), case_id=case, **step["answer"]))

    def _person(self, item: str | None, task: TaskLine) -> str:
        """Return the login of who does a task: of its holder where it is somebody's own."""
        login = f"{task.element_id}_of_{task.department}"
        if item == "person":
            login = next(one for one in (f"{login}_1", f"{login}_2") if self._id(one) == task.holder_id)
        people(self.training, **{login: (task.post, task.department)})
        return login

    def _people(self, file: Any, element: str, name: str, value: Any) -> Any:
        """Return ids for the people whom an answer names for a later step; every other answer as it is."""
        for one in file.bundle.definition.elements.values():
            if one.multi_instance is not None and one.multi_instance.collection == f"{element}.{name}":
                facts = file.bundle.steps[one.id]
                if facts.item != "person":
                    return value
                department = facts.place(file.case)[0]
                logins = [f"{one.id}_of_{department}_{number}" for number, _ in enumerate(value, 1)]
                people(self.training, **{login: (facts.post, department) for login in logins})
                return [self._id(login) for login in logins]
        return value

    def _id(self, login: str) -> str:
        return str(self.training[login].actor.person_id)
