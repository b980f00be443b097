"""One line of the table of permissions, and the words it is made of."""

from __future__ import annotations

from dataclasses import dataclass

PUBLIC = "public"
"""Anybody, logged in or not."""
CODE = "code"
"""A member of the public who has shown the code of the case or the draft."""
STAFF = "staff"
"""Any member of staff."""

OBJECTS: dict[str, str] = {
    "": "is asked nothing more",
    "own_rows": "is shown only rows of their own: their name's, their posts', their windows'",
    "sees_case": "is a supervisor; or is a window clerk, an approver, the head or an issuing clerk of the implementing "
    "department; or is the head of the county's government, who was asked to extend the limit of the case; or "
    "holds the post of a step of the case in the department of that step; or has or had a step of it "
    "in hand; or took the application in; or answers for a department that is asked for its opinion on the case",
    "consulted": "heads, reviews or handles cases in the department that was asked for its opinion; others who see the "
    "case are told who answers (403)",
    "receives": "has an open step of the case in the department that it was handed to, or holds the post of one; "
    "others who see the case are told who signs (403)",
    "asks_department": "asked the other department, or holds the post of the step of review or approval in the "
    "department that asked; others who see the case are told the rule (403)",
    "arranges_hearing": "sees the case, and has a step of review or approval of it in hand or may claim one, or began "
    "the hearing; who only sees the case is told the rule (403)",
    "takes_down_hearing": "arranges the hearing as above, or is a clerk at the window of the case; who only sees the "
    "case is told the rule (403)",
    "works_on_case": "sees the case, and not only as a supervisor",
    "case_window": "is a window clerk of the implementing department, or of a department where the case has a step "
    "for window clerks, or took the application in",
    "task_post": "holds the post of the step in the department of that step, or heads that department, or did the step",
    "may_transfer": "has the step in hand, or holds its post in its department while nobody has it, or heads that "
    "department; the colleague chosen must hold the post and no rule of separation may keep them from it",
    "may_end_pause": "sees the case, and has a step of review or approval of it in hand or may claim one, or began the "
    "pause; who only sees the case is told the rule (403)",
    "asked_head": "heads the authority that the proposal went to, or the government where it went there; another head "
    "who sees the case is told the rule (403)",
    "may_take": "holds the post of the step in the department of that step, nobody else has it in hand, and no rule "
    "of separation keeps them from it",
    "has_task": "has the step in hand, and was not named for it by a colleague",
    "authorised_window": "is a clerk at the window of the case as above, with a department's written authorisation "
    "that is valid today, for the matter, and for them or the window of theirs that took the case in; without one the "
    "rule is told (403)",
    "lends_powers": "heads the department whose powers are lent, which decides in the matter; or is an administrator",
    "lent_powers": "heads the department that gave the authorisation, or is an administrator",
    "matter_window": "is a window clerk of the department that takes in the matter or implements it, or a village "
    "agent where villages have a step in the matter",
    "case_counter": "is a clerk at the window of the case as above, or the agent of a village where the case has a "
    "step for agents",
    "own_code": "has shown the code of this very case or draft",
    "own_session": "opened that session",
    "made_bill": "sees the case, and holds the post that made out the bill, in the department that did",
    "fee_hall": "holds the post in the fee hall; who is a cashier elsewhere is told the rule (403)",
    "fee_hall_or_watches": "is a cashier of the fee hall, or a supervisor",
    "takes_money": "is a cashier of the fee hall, did not make out the bill and holds no post in the department "
    "that did",
    "took_money": "is the cashier of the fee hall who took the money, and the day is not closed",
    "sees_order": "is a supervisor, or answers for the department that the order went to: as its head, or its parent's "
    "where it has none, or in any post of it where neither has one",
    "answers_order": "answers for the department that the order went to; a supervisor is told the rule (403)",
    "invites_rating": "is a window clerk or an issuing clerk, and the case is their work",
    "rated_service": "calls about a service whose result is there; before that they are told so (409)",
    "sees_rectification": "is a feedback officer or a supervisor, or answers for the department that was rated",
    "answers_rectification": "answers for the department that was rated; a feedback officer or a supervisor is told "
    "the rule (403)",
    "judges_rectification": "is a feedback officer or a supervisor and does not answer for the department that was "
    "rated; who does is told the rule (403)",
    "calls_rater": "is a feedback officer and does not answer for the department that was rated; who else sees the "
    "sheet is told the rule (403)",
    "answers_for_case": "answers for the implementing department of the case; others who work on it are told the "
    "rule (403)",
    "sees_complaint": "wrote the complaint down, or answers for the department that looks into it, or is a supervisor "
    "or an officer for ratings and complaints; for whom it is about there is no such complaint, whatever they hold",
    "decides_complaint": "is an officer for ratings and complaints whom it is not about, or a supervisor where it is "
    "about every officer; others who see it are told the rule (403)",
    "answers_complaint": "answers for the department that looks into it, or decides on it as above; others who see it "
    "are told the rule (403)",
    "closes_complaint": "wrote the complaint down, or decides on it as above; others who see it are told the rule "
    "(403)",
    "sees_enquiry": "is the first-contact owner of the enquiry, had to do with it, heads the owner's department, is "
    "offered it or holds a post in the department that is, or is a supervisor or an officer for ratings and "
    "complaints; window clerks see those that nobody has taken yet",
    "owns_enquiry": "is the first-contact owner of the enquiry; others who see it are told the rule (403)",
    "takes_enquiry": "sees the enquiry, which nobody has taken yet, as a window clerk or an officer for ratings and "
    "complaints",
    "offered_enquiry": "is offered the enquiry, or holds a post in the department that is",
    "publishes_enquiry": "is the first-contact owner of the enquiry, or an officer for ratings and complaints; others "
    "who see it are told the rule (403)",
    "training_only": "works in a training hall",
}
"""What is asked beyond the door, of the case or the step that an address names. A test has a function for each."""


@dataclass(frozen=True)
class Rule:
    """Who may call a route: ``door`` is PUBLIC, CODE, STAFF or posts; ``about`` is a key of OBJECTS."""

    endpoint: str
    door: str | frozenset[str]
    about: str = ""
    method: str = "any"
    """GET or POST where the two differ, else any."""

    @property
    def posts(self) -> frozenset[str]:
        """The posts that open the door, none where it takes no post."""
        return self.door if isinstance(self.door, frozenset) else frozenset()

    def covers(self, endpoint: str, method: str) -> bool:
        return self.endpoint == endpoint and self.method in ("any", method)
