"""The table: one line a route. A route that is not here fails a test, and so does a line without a route."""

from __future__ import annotations

from webapp.charts import KEEPERS
from webapp.inbox import HANDLING as STEP_POSTS
from webapp.permissions.rule import CODE, PUBLIC, STAFF, Rule
from webapp.studio import STUDIO

HANDLING = frozenset(STEP_POSTS)
CLERK = frozenset({"window_clerk"})
COUNTER = CLERK | {"village_agent"}
ISSUING = frozenset({"issuing_clerk"})
CASHIER = frozenset({"cashier"})
SUPERVISOR = frozenset({"supervisor"})
ADMINISTRATOR = frozenset({"administrator"})
HEAD = frozenset({"approver"})
DESIGNER = frozenset({"process_designer"})
MANAGER = frozenset({"matter_manager"})

RULES: tuple[Rule, ...] = (
    # The machine, and everybody's own account.
    Rule("static", PUBLIC),
    Rule("health.healthz", PUBLIC),
    Rule("health.readyz", PUBLIC),
    Rule("accounts.login", PUBLIC),
    Rule("accounts.logout", PUBLIC),
    Rule("accounts.home", STAFF),
    Rule("accounts.own_account", STAFF, "own_rows"),
    Rule("accounts.end_session", STAFF, "own_session"),
    Rule("accounts.change_password", STAFF),
    Rule("accounts.set_email", STAFF),
    # The portal.
    Rule("portal.start", PUBLIC),
    Rule("portal.guide", PUBLIC),
    Rule("charts.page", PUBLIC),
    Rule("charts.picture", PUBLIC),
    Rule("charts.poster", PUBLIC),
    Rule("portal.application", PUBLIC),
    Rule("portal.drafts", PUBLIC),
    Rule("portal.draft", CODE, "own_code"),
    Rule("portal.saved", CODE, "own_code"),
    Rule("portal.check", CODE, "own_code"),
    Rule("portal.file", CODE, "own_code"),
    Rule("portal.leave_draft", PUBLIC),
    Rule("portal.progress", PUBLIC),
    Rule("portal.case", CODE, "own_code"),
    Rule("portal.case_chart", CODE, "own_code"),
    Rule("portal.receipt", CODE, "own_code"),
    Rule("portal.document", CODE, "own_code"),
    Rule("portal.supplement", CODE, "own_code"),
    Rule("portal.report", CODE, "own_code"),
    Rule("portal.withdrawal", CODE, "own_code"),
    Rule("portal.anew", CODE, "own_code"),
    Rule("portal.practise_payment", CODE, "own_code"),
    Rule("portal.leave_case", PUBLIC),
    # The screens of the hall.
    Rule("hall.screen", PUBLIC),
    Rule("hall.page", PUBLIC),
    Rule("hall.chart_style", PUBLIC),
    Rule("hall.touch", PUBLIC),
    Rule("hall.touch_matters", PUBLIC),
    Rule("hall.touch_guide", PUBLIC),
    Rule("hall.touch_chart", PUBLIC),
    # Steps.
    Rule("inbox.index", HANDLING, "own_rows"),
    Rule("inbox.claim", HANDLING, "may_take"),
    Rule("inbox.task", HANDLING, "task_post", "GET"),
    Rule("inbox.task", HANDLING, "may_take", "POST"),
    Rule("inbox.release", HANDLING, "has_task"),
    Rule("inbox.transfer", HANDLING, "task_post", "GET"),
    Rule("inbox.transfer", HANDLING, "may_transfer", "POST"),
    # The charts to hang up.
    Rule("charts.posters", KEEPERS),
    Rule("charts.department_posters", KEEPERS),
    # The studio.
    Rule("studio.index", STUDIO),
    Rule("studio.open_draft", DESIGNER),
    Rule("studio.bring", DESIGNER),
    Rule("studio.draft_page", STUDIO),
    Rule("studio.file", STUDIO),
    Rule("studio.save", DESIGNER),
    Rule("studio.copy", DESIGNER),
    Rule("studio.check", STUDIO),
    Rule("studio.expression", STUDIO),
    Rule("studio.names", STUDIO),
    Rule("studio.chart", STUDIO),
    Rule("studio.steps", STUDIO),
    Rule("studio.trying", STUDIO),
    Rule("studio.simulation", STUDIO),
    Rule("studio.scenarios", STUDIO),
    Rule("studio.remove_scenario", DESIGNER),
    Rule("studio.limits", STUDIO),
    Rule("studio.change_limits", DESIGNER),
    Rule("studio.forms", STUDIO),
    Rule("studio.new_form", DESIGNER),
    Rule("studio.remove_form", DESIGNER),
    Rule("studio.form", STUDIO),
    Rule("studio.table", STUDIO),
    Rule("studio.version_file", STUDIO),
    Rule("studio.versions_compared", STUDIO),
    Rule("studio.draft_compared", STUDIO),
    Rule("studio.review", STUDIO),
    Rule("studio.submit", DESIGNER),
    Rule("studio.take_back", DESIGNER),
    Rule("studio.discard", DESIGNER),
    Rule("studio.return_draft", MANAGER),
    Rule("studio.approve", MANAGER),
    Rule("studio.versions", STUDIO),
    Rule("studio.version", STUDIO),
    Rule("studio.withdraw", MANAGER),
    Rule("studio.moving", STUDIO),
    Rule("studio.move", MANAGER),
    Rule("studio.undo_move", MANAGER),
    # Cases.
    Rule("cases.case", STAFF, "sees_case"),
    Rule("cases.chart_image", STAFF, "sees_case"),
    Rule("cases.diagram", STAFF, "sees_case"),
    Rule("cases.diagram_file", STAFF, "sees_case"),
    Rule("cases.attachment", STAFF, "sees_case"),
    Rule("documents.pdf", STAFF, "sees_case"),
    Rule("cases.add_note", STAFF, "works_on_case"),
    Rule("cases.report", STAFF, "case_window"),
    Rule("cases.objection", STAFF, "case_window"),
    Rule("cases.withdraw", STAFF, "case_window"),
    Rule("cases.void_bill", STAFF, "made_bill"),
    # The windows.
    Rule("intake.index", CLERK, "own_rows"),
    Rule("intake.start", CLERK, "may_take"),
    Rule("intake.matters", COUNTER, "own_rows"),
    Rule("intake.file", COUNTER, "matter_window"),
    Rule("intake.receipt", COUNTER, "case_counter"),
    Rule("intake.supplement", CLERK, "case_window"),
    Rule("intake.close", CLERK, "case_window"),
    Rule("intake.anew", CLERK, "case_window"),
    Rule("intake.decide", CLERK, "authorised_window"),
    # The fee hall.
    Rule("cashier.index", CASHIER, "fee_hall"),
    Rule("cashier.bill", CASHIER, "fee_hall"),
    Rule("cashier.pay", CASHIER, "takes_money"),
    Rule("cashier.void", CASHIER, "took_money"),
    Rule("cashier.slip", CASHIER, "fee_hall"),
    Rule("cashier.day", CASHIER, "fee_hall"),
    Rule("cashier.close", CASHIER, "fee_hall"),
    Rule("cashier.hall_day_page", CASHIER | SUPERVISOR, "fee_hall_or_watches"),
    Rule("delivery.index", ISSUING, "own_rows"),
    Rule("delivery.start", ISSUING, "may_take"),
    # Those who watch.
    Rule("supervision.index", SUPERVISOR),
    Rule("supervision.lights", SUPERVISOR),
    Rule("supervision.trail", SUPERVISOR, "sees_case"),
    Rule("notices.index", STAFF, "own_rows"),
    Rule("notices.read", STAFF, "own_rows"),
    # Administration.
    Rule("admin.people", ADMINISTRATOR),
    Rule("admin.new_person", ADMINISTRATOR),
    Rule("admin.person", ADMINISTRATOR),
    Rule("admin.give", ADMINISTRATOR),
    Rule("admin.end", ADMINISTRATOR),
    Rule("admin.reset_password", ADMINISTRATOR),
    Rule("admin.set_id_number", ADMINISTRATOR),
    Rule("admin.set_email", ADMINISTRATOR),
    Rule("admin.disable", ADMINISTRATOR),
    Rule("admin.enable", ADMINISTRATOR),
    Rule("admin.departments", ADMINISTRATOR),
    Rule("admin.new_department", ADMINISTRATOR),
    Rule("admin.department", ADMINISTRATOR),
    Rule("admin.windows", ADMINISTRATOR),
    Rule("admin.new_window", ADMINISTRATOR),
    Rule("admin.window", ADMINISTRATOR),
    Rule("admin.announcements", ADMINISTRATOR),
    Rule("admin.new_announcement", ADMINISTRATOR),
    Rule("admin.announcement", ADMINISTRATOR),
    Rule("admin.authorised", ADMINISTRATOR | HEAD, "own_rows"),
    Rule("admin.authorise", ADMINISTRATOR | HEAD, "lends_powers"),
    Rule("admin.revoke", ADMINISTRATOR | HEAD, "lent_powers"),
    Rule("admin.messages", ADMINISTRATOR),
    Rule("admin.retry_message", ADMINISTRATOR),
    Rule("admin.running", ADMINISTRATOR),
    Rule("admin.retry", ADMINISTRATOR),
    Rule("admin.move_clock", ADMINISTRATOR, "training_only"),
    Rule("admin.calendar", ADMINISTRATOR),
)


def rule_for(endpoint: str, method: str) -> Rule | None:
    """Return the line of a route, none where the table does not know it."""
    return next((rule for rule in RULES if rule.covers(endpoint, method)), None)
