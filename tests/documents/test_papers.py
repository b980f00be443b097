"""Every kind of document says what the law and the hall's own rules want on it."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from documents_read import text_of
from support import catering
from support.fees import Fees
from support.training import TrainingHall

from engine.actor import applicant
from engine.cases.official_documents import MUST_SAY, TITLES, issue_document, require_legal_content
from engine.cases.working_case import WorkingCase
from engine.errors import Invalid, NotFound
from engine.query_code import query_code
from engine.store.unit_of_work import UnitOfWork
from webapp.documents.rendering import render_document

AUTHORITIES = {
    "payment_slip": "收费大厅",
    "branch_opinion": "县城市管理局",
    "branch_refusal": "县消防救援大队",
    "consultation_reply": "县城市管理局",
}
# Kind: the case that has one, and what it must say besides number, title, authority, date, seal and case.
SAYS: dict[str, tuple[str, tuple[str, ...]]] = {
    "receipt": (
        "granted",
        ("汉市监收〔2026〕00001号", "营业执照", "business_licence.pdf", "从业人员健康证明", "电子件",
         "李四海", "最迟于2026年3月9日", "逾期不告知的，自收到申请材料之日起即为受理",
         "《中华人民共和国行政许可法》第三十二条", "签收", "查询码", "610123065000"),
    ),
    "supplement_notice": (
        "granted",
        ("汉市监补〔2026〕00001号", "设备布局、卫生设施示意图及说明", "复印件不清晰",
         "请提交清晰的复印件", "最迟于2026年4月14日", "第三十二条第一款第四项", "不再要求补正其他材料",
         "承办人：林小满", "咨询电话", "县政务服务大厅一楼", "签收"),
    ),
    "supplement_receipt": (
        "granted",
        ("汉市监补收〔2026〕00001号", "汉市监补〔2026〕00001号", "layout_plan.pdf",
         "management_rules.pdf", "2026年3月10日", "签收"),
    ),
    "acceptance_notice": (
        "granted",
        ("汉市监受〔2026〕00001号", "第三十二条第一款第五项", "自2026年3月3日起予以受理", "15个工作日",
         "7个工作日", "现场核查（2个工作日，计入办结时限）", "不收费", "小餐饮经营许可证",
         "行政许可专用章", "签收", "查询码"),
    ),
    "acceptance_refusal": (
        "turned_away",
        ("汉市监不受〔2026〕00001号", "经营场所在石泉县境内", "《行政许可法》第三十二条第一款第二项",
         "不予受理", "请向石泉县市场监督管理局提出申请", "六十日内向汉阴县人民政府申请行政复议",
         "六个月内", "行政许可专用章"),
    ),
    "site_check_record": (
        "granted",
        ("汉市监核〔2026〕00001号", "秦川", "叶知秋", "共2人", "现场情况属实", "场所固定、合法",
         "综合结论：合格", "2026年3月3日", "《中华人民共和国行政许可法》第三十四条第三款", "小明面馆",
         "北城街12号", "拒绝签名的原因", "执法证号", "申请回避"),
    ),
    "materials_return": (
        "returned",
        ("汉市监退〔2026〕00001号", "经营者身份证", "照片看不清", "请提交清晰的复印件", "重新提出申请", "签收",
         "《市场主体登记管理条例实施细则》第十八条"),
    ),
    "handover_slip": (
        "noticed",
        ("汉市监移〔2026〕00001号", "县市场监督管理局（县级）", "县民政局（县级）", "没有附件材料", "第三十五条",
         "2026年3月3日9时30分"),
    ),
    "consultation_letter": (
        "granted",
        ("汉市监函〔2026〕00001号", "县城市管理局：", "小明面馆", "门前占道是否影响市容", "经营场所",
         "不视为同意", "7个工作日"),
    ),
    "consultation_reply": (
        "granted",
        ("县城市管理局复〔2026〕00001号", "汉市监函〔2026〕00001号", "不同意", "须退后两米"),
    ),
    "public_notice": (
        "noticed",
        ("汉市监示〔2026〕00001号", "拟给予王某某救助2000元", "村务公开栏", "2026年3月3日至2026年3月10日", "异议"),
    ),
    "branch_opinion": (
        "joint",
        ("县城市管理局联〔2026〕00001号", "sign_decision", "同意", "牵头部门", "意见：意见"),
    ),
    "branch_refusal": (
        "joint",
        ("县消防救援大队不准〔2026〕00001号", "fire_decision", "疏散通道宽度不足", "《消防法》第十五条",
         "第三十八条第二款", "不受本决定影响", "申请行政复议", "提起行政诉讼"),
    ),
    "partial_decision": (
        "joint",
        ("汉市监部准〔2026〕00001号", "fire_decision县消防救援大队不予", "sign_decision县城市管理局准予",
         "消防分项不同意", "救济途径", "《不予行政许可决定书》"),
    ),
    "grant_decision": (
        "granted",
        ("汉市监准〔2026〕00001号", "符合法定条件、标准", "准予你（单位）小餐饮经营许可",
         "《中华人民共和国食品安全法》", "第三十八条", "汉市监受〔2026〕00001号",
         "汉市监核〔2026〕00001号", "热食类食品制售、冷食类食品制售", "小明面馆", "接受监督检查",
         "10个工作日", "三年", "一式三份"),
    ),
    "refusal_decision": (
        "refused",
        ("汉市监不准〔2026〕00001号", "经营场所不符合第三项条件",
         "《陕西省食品小作坊小餐饮及摊贩管理条例》", "第三十八条第二款", "不予你（单位）小餐饮经营许可",
         "六十日内向汉阴县人民政府申请行政复议", "六个月内直接向有管辖权的人民法院提起行政诉讼"),
    ),
    "certificate": (
        "granted",
        ("汉市监证〔2026〕00001号", "小餐饮经营许可证", "陕餐610921000001", "王小明", "小明面馆",
         "热食类食品制售", "2026年3月3日至2029年3月3日", "汉市监准〔2026〕00001号"),
    ),
    "delivery_receipt": (
        "granted",
        ("汉市监送〔2026〕00001号", "《准予行政许可决定书》汉市监准〔2026〕00001号",
         "《小餐饮经营许可证》汉市监证〔2026〕00001号", "直接送达", "李四海", "代理人",
         catering.ID_NUMBER, "2026年3月3日", "何秀兰", "拒收事由", "见证人", "第四十四条"),
    ),
    "payment_notice": (
        "charged",
        ("汉市监缴〔2026〕00001号", "不动产登记费（非住宅）", "发改价格规〔2016〕2559号", "550.00", "1,100.00",
         "减收550.00元", "汉市监减免〔2026〕00001号", "应缴金额：550.00元", "人民币伍佰伍拾元整", "2026年3月18日以前",
         "收费大厅", "开单部门不收取费用", "缴款码", "签收"),
    ),
    "exemption_decision": (
        "charged",
        ("汉市监减免〔2026〕00001号", "减半缴纳", "财税〔2019〕45号", "属于小微企业", "准予减半缴纳",
         "减免550.00元，应缴550.00元", "汉市监缴〔2026〕00001号"),
    ),
    "payment_slip": (
        "charged",
        ("收费大厅票〔2026〕00001号", "汉市监缴〔2026〕00001号", "县市场监督管理局", "实收金额", "550.00元",
         "人民币伍佰伍拾元整", "扫码", "金铭", "2026年3月3日9时30分", "收费专用章"),
    ),
    "special_procedure_notice": (
        "paused",
        ("汉市监特〔2026〕00001号", "检测", "需要送检，由县检验所进行", "《行政许可法》第四十五条", "5个工作日",
         "自2026年3月3日的次日起", "预计2026年3月10日结束", "2026年3月31日", "2026年3月19日", "签收"),
    ),
    "extension_notice": (
        "paused",
        ("汉市监延〔2026〕00001号", "因原料溯源尚未核实，", "《行政许可法》第四十二条第一款", "经本行政机关负责人批准",
         "延长4个工作日", "原定最迟于2026年3月24日", "最迟于2026年3月30日作出决定", "签收"),
    ),
    "suspension_notice": (
        "paused",
        ("汉市监中止〔2026〕00001号", "权属争议未解决", "房屋归属正在诉讼", "《试验条例》第十八条第三款",
         "自2026年3月3日起中止办理", "签收"),
    ),
    "resumption_notice": (
        "paused",
        ("汉市监恢复〔2026〕00001号", "汉市监中止〔2026〕00001号", "判决已经生效", "自2026年3月3日起恢复办理",
         "最迟于2026年3月30日作出决定", "签收"),
    ),
    "hearing_right_notice": (
        "heard",
        ("汉市监听告〔2026〕00001号", "赵邻居", "排烟口正对相邻住户窗口", "最迟于2026年3月10日", "视为放弃听证",
         "《行政许可法》第四十七条", "不承担行政机关组织听证的费用", "签收"),
    ),
    "hearing_request_receipt": (
        "heard",
        ("汉市监听收〔2026〕00001号", "汉市监听告〔2026〕00001号", "排烟已经改造", "二十个工作日内", "七日前"),
    ),
    "hearing_notice": (
        "heard",
        ("汉市监听通〔2026〕00001号", "2026年3月10日09:30", "政务服务大厅二楼听证室", "高远", "申请回避",
         "第四十八条第一款", "听证公开举行", "签收"),
    ),
    "hearing_announcement": (
        "heard",
        ("汉市监听公〔2026〕00001号", "2026年3月10日09:30", "政务服务大厅二楼听证室", "第四十八条第一款第一项", "旁听"),
    ),
    "hearing_minutes": (
        "heard",
        ("汉市监听录〔2026〕00001号", "汉市监听通〔2026〕00001号", "高远", "宋明远", "邻居没有异议", "已签字或者盖章",
         "第四十八条第二款"),
    ),
    "rectification_sheet": (
        "granted",
        ("汉市监整〔2026〕00001号", "非常不满意", "窗口中午没有人", "办得慢、等得久", "5个工作日", "误评", "回访结果"),
    ),
    "renewal_by_silence": (
        "renewed",
        ("汉市监视延〔2026〕00001号", "有效期届满三十日前", "第五十条第二款", "视为准予延续", "致歉",
         "10个工作日内", "签收"),
    ),
    "withdrawal_notice": (
        "withdrawn",
        ("汉市监终〔2026〕00001号", "不再开店", "终止对该申请的审查", "再次提出申请"),
    ),
}  # fmt: skip


def test_every_kind_is_looked_at() -> None:
    assert set(SAYS) == set(TITLES) == set(MUST_SAY)


@pytest.mark.parametrize("kind", SAYS)
def test_a_paper_says_what_it_must(kind, office, cases, said) -> None:
    case, wanted = SAYS[kind]
    text = said(case, kind)
    file = office.supervisor.file(cases[case])
    day = [one for one in file.documents if one.kind == kind][-1].issued_on
    common = (
        file.case["number"],
        AUTHORITIES.get(kind, "汉阴县市场监督管理局"),
        f"{day.year}年{day.month}月{day.day}日",
        "（机关印章）",
        # What hangs on a public board does not name the applicant; who writes it says what must be known.
        {"public_notice": "公示期", "hearing_announcement": "不公开申请人"}.get(kind, "王小明"),
        "小餐饮经营许可",
    )
    assert [one for one in (*common, *wanted) if one not in text] == []
    if kind != "certificate":
        assert TITLES[kind] in text


@pytest.mark.parametrize("kind", SAYS)
def test_fonts_are_embedded_and_the_page_is_a4(kind, printed, tmp_path) -> None:
    if shutil.which("pdffonts") is None:
        pytest.skip("pdffonts (poppler-utils) is not installed")
    path = tmp_path / "paper.pdf"
    path.write_bytes(printed(SAYS[kind][0], kind))
    rows = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert rows
    for row in rows:
        assert re.search(r"\byes yes yes\b", row), row
    size = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Page size:\s+(595\.\d+ x 841\.\d+|841\.\d+ x 595\.\d+) pts \(A4\)", size)
    assert "Tagged:          yes" in size


def test_the_dates_on_the_notice_are_those_of_the_clocks(office, cases, said) -> None:
    clocks = {one.kind: one.due_on for one in office.supervisor.file(cases["granted"]).clocks}
    text = said("granted", "acceptance_notice")
    for kind, words in (("statutory", "法定办结时限15个工作日，最迟"), ("promised", "承诺办结时限7个工作日，最迟")):
        due = clocks[kind]
        assert f"{words}{due.year}年{due.month}月{due.day}日作出决定" in text


def test_the_supplement_receipt_answers_the_notice_line_by_line(said) -> None:
    asked = re.findall(r"(设备布局、卫生设施示意图及说明|保证食品安全的管理制度)", said("granted", "supplement_notice"))
    received = re.findall(
        r"(设备布局、卫生设施示意图及说明|保证食品安全的管理制度)", said("granted", "supplement_receipt")
    )
    assert asked == received != []


def test_an_officer_who_finds_it_bad_makes_the_whole_bad(said) -> None:
    text = said("refused", "site_check_record")
    assert "结论不合格" in text
    assert "结论限期整改" in text
    assert "厨房与厕所相通" in text
    assert "综合结论：不合格" in text


@pytest.mark.parametrize(
    ("kind", "lacks"), [(kind, name) for kind, names in MUST_SAY.items() for name in names if kind != "receipt"]
)
def test_no_document_without_its_legal_content(kind, lacks, office, cases) -> None:
    """A refusal without remedies, an acceptance without dates: neither issued nor printed."""
    fields = {name: "x" for name in MUST_SAY[kind] if name != lacks}
    with pytest.raises(Invalid, match="缺少法定内容"):
        require_legal_content(kind, fields)
    with UnitOfWork(office.hall) as uow:
        case = WorkingCase.lock(uow, cases["refused"])
        with pytest.raises(Invalid, match=MUST_SAY[kind][lacks]):
            issue_document(case, kind, office.approver.actor, fields)
    require_legal_content(kind, {**fields, lacks: "x"})


def test_a_certificate_without_an_end_says_so(office, cases) -> None:
    fields = {"certificate_no": "92610921MA700001X2", "valid_from": "2026-03-02"}
    with UnitOfWork(office.hall) as uow:
        case = WorkingCase.lock(uow, cases["refused"])
        number = issue_document(case, "certificate", office.clerk.actor, fields)
        case.save()
    file = office.supervisor.file(cases["refused"])
    (document,) = [one for one in file.documents if one.number == number]
    with office.hall.reading() as connection:
        paper = render_document(office.hall, connection, office.clerk.actor, cases["refused"], document.id)
    assert "2026年3月2日起，没有期限" in text_of(paper)


def test_the_same_copy_is_the_same_file(office, cases, printed) -> None:
    document = office.supervisor.file(cases["granted"]).documents[0].id
    with office.hall.reading() as connection:
        again = render_document(office.hall, connection, office.clerk.actor, cases["granted"], document)
    assert again == printed("granted", "receipt")


def test_the_applicant_gets_names_in_full_and_numbers_masked(office, cases, said) -> None:
    own = applicant(cases["granted"])
    receipt, delivery = said("granted", "receipt", own), said("granted", "delivery_receipt", own)
    assert "王小明" in receipt
    assert "李四海" in delivery
    for text in (receipt, delivery):
        assert catering.ID_NUMBER not in text
        assert "6109******0019" in text
        assert "个人信息已作隐去处理" in text
    assert "13900005678" not in receipt


def test_who_only_looks_sees_neither(office, said) -> None:
    text = said("granted", "certificate", office.supervisor.actor)
    assert "王小明" not in text
    assert "王**" in text
    assert "北城街" not in text
    text = said("granted", "delivery_receipt", office.supervisor.actor)
    assert "李四海" not in text
    assert catering.ID_NUMBER not in text


def test_only_the_applicant_and_the_window_get_the_query_code(office, cases, said) -> None:
    """Whoever has it may act as the applicant, and take the application back."""
    code = query_code(office.hall.key, cases["granted"])
    assert code in said("granted", "receipt")
    assert code in said("granted", "acceptance_notice", applicant(cases["granted"]))
    for reader in (office.supervisor, office.reviewer, office["hecha1"], office.approver):
        assert code not in said("granted", "receipt", reader.actor)


def test_a_case_of_somebody_else_is_not_there(office: TrainingHall, cases) -> None:
    document = office.supervisor.file(cases["granted"]).documents[0].id
    with office.hall.reading() as connection:
        for actor in (applicant(cases["refused"]), applicant(), office["shoufei"].actor):
            with pytest.raises(NotFound):
                render_document(office.hall, connection, actor, cases["granted"], document)
        with pytest.raises(NotFound):
            render_document(office.hall, connection, office.clerk.actor, cases["refused"], document)
        with pytest.raises(NotFound):
            render_document(office.hall, connection, office.clerk.actor, cases["refused"], "0" * 32)


def test_samples_are_marked_in_training_only(office, cases, printed, monkeypatch) -> None:
    real = text_of(printed("granted", "grant_decision"))
    monkeypatch.setattr(office.hall, "training", True)
    document = next(one for one in office.clerk.file(cases["granted"]).documents if one.kind == "grant_decision")
    with office.hall.reading() as connection:
        sample = text_of(render_document(office.hall, connection, office.clerk.actor, cases["granted"], document.id))
    assert "（机关印章）" in real
    for word in ("样章", "样例", "不具法律效力"):
        assert word in sample
        assert word not in real


def test_who_is_refused_an_exemption_is_told_the_remedies(said) -> None:
    text = said("turned_down", "exemption_decision")
    wanted = ("申请免缴", "不属于小微企业", "不予减免，应缴80.01元", "六十日内向汉阴县人民政府申请行政复议")
    assert [one for one in wanted if one not in text] == []
    assert "不予减免（汉市监减免〔2026〕00002号）" in said("turned_down", "payment_notice")


def test_a_void_slip_says_so(office, cases, said) -> None:
    fees = Fees(office)
    case, bill = fees.billed()
    fees.void_payment(fees.pay(bill)["payment_id"], reason="客户要求改为刷卡")
    text = said_of(office, case, "payment_slip")
    assert "作废，原因：客户要求改为刷卡" in text
    assert "作废" not in said("charged", "payment_slip")


def said_of(office: TrainingHall, case: str, kind: str) -> str:
    document = [one.id for one in office.supervisor.file(case).documents if one.kind == kind][-1]
    with office.hall.reading() as connection:
        return text_of(render_document(office.hall, connection, office.clerk.actor, case, document))


def test_the_decision_after_a_hearing_names_its_minutes(said) -> None:
    assert "并举行了听证（听证笔录汉市监听录〔2026〕00001号）" in said("heard", "grant_decision")
    assert "听证" not in said("granted", "grant_decision")


def test_an_announced_hearing_names_nobody(said) -> None:
    text = said("heard", "hearing_announcement")
    assert "王小明" not in text
    assert "赵邻居" not in text
