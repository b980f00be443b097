"""What a page gets to show: fields with names, ids, values, choices, items and actions; and the view for reading."""

from __future__ import annotations

from forms import Field, Form


def by_path(fields: tuple[Field, ...]) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for field in fields:
        found |= {field.path: field} | by_path(field.children)
    return found


def test_names_ids_and_limits_for_html(form: Form) -> None:
    fields = by_path(form.fields())
    assert fields["applicant.phone"].id == "f-applicant-phone"
    assert fields["applicant.phone"].widget == "phone"
    assert fields["units.0.name"].label == "单位名称"
    assert fields["project"].max_length == 20
    assert (fields["lanes"].minimum, fields["lanes"].maximum, fields["lanes"].step) == ("1", "4", "1")
    assert (fields["cost"].minimum, fields["cost"].step) == ("1.00", "0.01")
    assert (fields["plan"].material, fields["plan"].accept, fields["plan"].multiple) == (
        "work_plan",
        (".pdf",),
        True,
    )
    assert fields["method"].choices == (("open", "开挖"), ("push", "顶管"))
    assert fields["night"].choices == (("true", "是"), ("false", "否"))
    assert len({field.id for field in fields.values()}) == len(fields)


def test_required_marks(form: Form) -> None:
    fields = by_path(form.fields())
    assert fields["project"].required
    assert fields["pledge"].required
    assert not fields["remarks"].required
    assert not fields["night_reason"].required
    entered = by_path(form.fields({"night": ["true"], "method": ["open"]}))
    assert entered["night_reason"].required


def test_sections_head_the_fields(form: Form) -> None:
    assert {field.section for field in form.fields()} == {"工程", "申请人和单位"}
    assert form.fields()[0].section == "工程"


def test_conditions_for_the_script_and_for_the_server(form: Form) -> None:
    field = by_path(form.fields({"night": ["false"], "units.1.kind": ["监理"]}))
    reason = field["night_reason"].show_if
    assert reason is not None
    assert (reason.name, reason.values, reason.negated) == ("night", ("true",), False)
    assert not field["night_reason"].shown
    licence = field["units.1.licence"].show_if
    assert licence is not None
    assert licence.name == "units.1.kind"
    assert not field["units.1.licence"].shown
    assert by_path(form.fields({"night": ["true"]}))["night_reason"].shown


def test_what_was_entered_is_shown_again_even_if_wrong(form: Form) -> None:
    submission = form.parse({"lanes": ["许多"], "signs": ["围挡", "标牌"], "units.5.name": ["甲"]})
    fields = by_path(form.fields(submission.entered))
    assert fields["lanes"].text == "许多"
    assert fields["signs"].value == ("围挡", "标牌")
    assert fields["units.0.name"].text == "甲"
    assert fields["project"].text == ""


def test_items_are_added_and_removed(form: Form) -> None:
    units = by_path(form.fields())["units"]
    assert units.add == "add:units"
    assert [item.label for item in units.children] == ["单位 1"]
    raw = {"units.0.name": ["甲"], "units.0.kind": ["施工"], "project": ["x"]}
    raw = form.apply_action(raw, "add:units")
    items = by_path(form.fields(raw))["units"].children
    assert [item.remove for item in items] == ["del:units:0", "del:units:1"]
    raw["units.1.name"] = ["乙"]
    raw = form.apply_action(raw, "del:units:0")
    assert raw == {"units.0.name": ["乙"], "project": ["x"]}


def test_actions_keep_to_what_there_is(form: Form) -> None:
    raw = {"units.0.name": ["甲"], "units.1.name": ["乙"], "units.2.name": ["丙"]}
    for action in ("add:units", "del:units:3", "del:units:²", "add:project", "add:nowhere", "drop:units:0", ""):
        assert form.apply_action(raw, action) == raw


def test_open_choices_come_from_the_page(catering: dict[str, Form]) -> None:
    colleagues = [("p1", "王核查"), ("p2", "李核查")]
    fields = by_path(catering["assign_check"].fields(choices={"inspectors": colleagues}))
    assert fields["inspectors"].choices == tuple(colleagues)
    assert (fields["inspectors"].min_items, fields["inspectors"].max_items) == (2, 2)


def test_an_untouched_form_starts_with_its_defaults(catering: dict[str, Form]) -> None:
    assert by_path(catering["delivery"].fields())["result"].text == "delivered"
    assert by_path(catering["delivery"].fields({}))["result"].text == ""


def test_a_filled_form_can_be_read(form: Form, filled: dict[str, list[str]]) -> None:
    posted = {
        **filled,
        "applicant.id_number": ["11010519491231002X"],
        "length": ["12.5"],
        "signs": ["围挡", "标牌"],
    }
    values = form.parse(posted, {"plan": ["a1"]}).values
    assert form.read_only(values, names={"a1": "方案.pdf"}) == (
        ("工程名称", "北城街雨污分流"),
        ("工程造价", "12.50元"),
        ("占用车道", "2"),
        ("占用长度", "12.5米"),
        ("是否夜间施工", "否"),
        ("施工方式", "顶管"),
        ("警示设施", "围挡、标牌"),
        ("施工方案", "方案.pdf"),
        ("申请人姓名", "张三"),
        ("申请人手机", "13812345678"),
        ("申请人身份证号码", "11010519491231002X"),
        ("参建单位 1：单位名称", "汉阴县第一建筑公司"),
        ("参建单位 1：单位类型", "施工"),
        ("参建单位 1：资质证书编号", "D1234"),
        ("按期恢复路面", "是"),
    )
    masked = dict(form.read_only(values, masked=True))
    assert masked["申请人姓名"] == "张*"
    assert masked["申请人手机"] == "138****5678"
    assert masked["申请人身份证号码"] == "1101******002X"


def test_values_go_back_into_the_form(form: Form, filled: dict[str, list[str]]) -> None:
    entered = form.entered(form.parse(filled).values)
    assert entered["cost"] == ("12.50",)
    assert entered["night"] == ("false",)
    assert entered["units.0.kind"] == ("施工",)
    assert form.parse({name: list(texts) for name, texts in entered.items()}).ok


def test_names_and_materials_for_the_checks_of_a_process(form: Form) -> None:
    assert {"project", "applicant", "applicant.phone", "units", "units.licence"} <= form.names
    assert form.materials == {"plan": "work_plan"}
