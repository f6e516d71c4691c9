"""The one table: which role may do which deed. Whatever is not here, nobody may.

Reviewable by someone from the field: one line a deed, reading included (``SEE_…``). A role
is held over a place; whether a thing is in a person's sight is the other question, answered
by ``visible_to`` on its queryset.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is here for."""

    FACILITATOR = "facilitator", _("facilitator")
    MENTOR = "mentor", _("mentor")
    MANAGER = "manager", _("manager")
    OFFICIAL = "official", _("official")
    FOCAL_POINT = "focal_point", _("focal point")
    SAFEGUARDING_LEAD = "safeguarding_lead", _("safeguarding lead")
    EVALUATOR = "evaluator", _("evaluator")
    ADMINISTRATOR = "administrator", _("administrator")
    AUDITOR = "auditor", _("auditor")
    CUSTODIAN = "custodian", _("custodian")


class Deed(models.TextChoices):
    """Everything that can be done or seen. The value is its name in the journal and in URLs."""

    # learning to know a community
    SEE_COMMUNITY = "see_community", _("see a community’s goals and agreements")
    SEE_TALK = "see_talk", _("read what was said in gatherings")
    SEE_JOURNAL = "see_journal", _("read a community’s journal")
    WELCOME_COMMUNITY = "welcome_community", _("welcome a community")
    ACCOMPANY = "accompany", _("say who accompanies a community")
    END_ACCOMPANIMENT = "end_accompaniment", _("end an accompaniment")
    RECORD_GATHERING = "record_gathering", _("record a gathering")
    CORRECT_GATHERING = "correct_gathering", _("correct a gathering")
    ADD_PHOTO = "add_photo", _("add a photo of a flip chart")
    REMOVE_ATTACHMENT = "remove_attachment", _("remove a photo or a recording")
    BEGIN_PAUSE = "begin_pause", _("note a pause")
    END_PAUSE = "end_pause", _("end a pause")
    # learning
    RECORD_HARM = "record_harm", _("record a harm in people’s own words")
    CORRECT_HARM = "correct_harm", _("correct a harm")
    RECORD_PROTECTIVE_PRACTICE = (
        "record_protective_practice",
        _("record what people already do"),
    )
    CORRECT_PROTECTIVE_PRACTICE = (
        "correct_protective_practice",
        _("correct what people already do"),
    )
    RECORD_FINDING = "record_finding", _("record a finding")
    CORRECT_FINDING = "correct_finding", _("correct a finding")
    RETURN_FINDINGS = "return_findings", _("return findings to the community")
    # goals
    AGREE_HOW_TO_DECIDE = "agree_how_to_decide", _("record how the community decides")
    HOLD_ROUND = "hold_round", _("record a round of choosing")
    ADD_POINT = "add_point", _("add what was said for or against")
    SET_ASIDE_HARM = "set_aside_harm", _("record that a harm was set aside")
    SET_GOAL = "set_goal", _("record the goal the community chose")
    REWORD_GOAL = "reword_goal", _("correct the words of the goal")
    CLOSE_GOAL = "close_goal", _("close a goal")
    ADD_CRITERION = "add_criterion", _("add a criterion")
    LAY_OUT_OPTION = "lay_out_option", _("lay out an option")
    HOLD_OPTION_TO_CRITERION = (
        "hold_option_to_criterion",
        _("hold an option to a criterion"),
    )
    RECORD_DECISION = "record_decision", _("record the community’s decision")
    PLAN_ACTIVITY = "plan_activity", _("plan an activity")
    REPORT_ACTIVITY = "report_activity", _("tell how an activity goes")
    # helpers
    SEE_HELPERS = "see_helpers", _("see helpers and services")
    SEE_HELPER_NUMBERS = "see_helper_numbers", _("see numbers of non-formal helpers")
    ADD_HELPER = "add_helper", _("add a helper")
    CORRECT_HELPER = "correct_helper", _("correct a helper")
    DESCRIBE_SERVICE = "describe_service", _("say more about a helper: hours, cost, languages")
    SAY_PLACES_SERVED = "say_places_served", _("say which places a helper is there for")
    CHECK_HELPER = "check_helper", _("check a helper’s entry")
    JOIN_HELPERS = "join_helpers", _("say that two helpers are the same")
    PART_HELPERS = "part_helpers", _("say that two helpers are not the same after all")
    JOIN_PROVIDERS = "join_providers", _("say that two organisations are the same")
    PART_PROVIDERS = (
        "part_providers",
        _("say that two organisations are not the same after all"),
    )
    IMPORT_SERVICES = "import_services", _("bring in a list of services")
    REPORT_UNANSWERED = "report_unanswered", _("report that nobody answered")
    # linkage
    ASK_WHO_MIGHT_HELP = "ask_who_might_help", _("ask who might help")
    NAME_HELPER = "name_helper", _("name a possible helper")
    HEAR_GROUP = "hear_group", _("write down how a group sees turning to a helper")
    ADD_TIE = "add_tie", _("say who knows them")
    TELL_JOURNEY = "tell_journey", _("say how far it is")
    PLAN_NEXT_STEP = "plan_next_step", _("plan the next step")
    SEND_ASK = "send_ask", _("send the community’s ask")
    ANSWER_ASK = "answer_ask", _("answer a community’s ask")
    MOVE_LINKAGE = "move_linkage", _("say how far a linkage has come")
    SEE_MISSING = "see_missing", _("see where help is still missing")
    # dialogue
    SEE_DIALOGUE = "see_dialogue", _("see a dialogue")
    OPEN_DIALOGUE = "open_dialogue", _("open a dialogue")
    RECORD_MEETING = "record_meeting", _("record a meeting")
    ADD_POSITION = "add_position", _("add a concern, request or offer")
    NAME_OBSTACLE = "name_obstacle", _("name an obstacle")
    SOLVE_OBSTACLE = "solve_obstacle", _("say how an obstacle was solved")
    CLOSE_DIALOGUE = "close_dialogue", _("close a dialogue")
    # agreement
    SEE_AGREEMENT = "see_agreement", _("see an agreement")
    DRAFT_AGREEMENT = "draft_agreement", _("draft an agreement")
    CHANGE_DRAFT = "change_draft", _("change a draft")
    ADD_COMMITMENT = "add_commitment", _("add a commitment")
    CHANGE_COMMITMENT = "change_commitment", _("change a commitment")
    DROP_COMMITMENT = "drop_commitment", _("drop a commitment")
    PUT_FORWARD_DRAFT = "put_forward_draft", _("put a draft forward")
    READ_BACK_DRAFT = "read_back_draft", _("record that a draft was read back")
    ADD_READING = "add_reading", _("add a recording of a draft read aloud")
    SIGN_AGREEMENT = "sign_agreement", _("record a signature")
    REPORT_ON_COMMITMENT = "report_on_commitment", _("report on a commitment")
    REVIEW_AGREEMENT = "review_agreement", _("record a review")
    RENEW_AGREEMENT = "renew_agreement", _("renew an agreement")
    END_AGREEMENT = "end_agreement", _("end an agreement")
    # norm and law
    SEE_LAW = "see_law", _("see what law and standard say on a topic")
    RECORD_PRACTICE = "record_practice", _("record a practice")
    CORRECT_PRACTICE = "correct_practice", _("correct a practice")
    LOOK_AT_PRACTICE = "look_at_practice", _("look at a practice again")
    SAY_WHERE_IT_STANDS = "say_where_it_stands", _("say where practice and law meet")
    RECORD_GROUP_VIEW = "record_group_view", _("record what a group thinks")
    MAKE_BY_LAW = "make_by_law", _("record a by-law")
    SHARE_VIEW = "share_view", _("tell an office what the community decided")
    SEE_SHARED_VIEW = "see_shared_view", _("see what a community told an office")
    # will it last
    TELL_WHO_CARRIES = "tell_who_carries", _("tell who carries an activity")
    ASK_WHAT_STOPS = "ask_what_stops", _("record what would stop")
    LOOK_AT_CRITERION = "look_at_criterion", _("look at a criterion again")
    PLAN_STEP_BACK = "plan_step_back", _("say when the NGO steps back")
    PLAN_HAND_OVER = "plan_hand_over", _("plan that a task changes hands")
    TELL_HAND_OVER = "tell_hand_over", _("tell what became of a hand-over")
    LOOK_AFTER = "look_after", _("look again, long after")
    # the community's own copy
    SEE_OWN_COPY = "see_own_copy", _("take the community’s own copy")
    ERASE_COMMUNITY = "erase_community", _("erase a community")
    # walking beside
    SEE_DESK = "see_desk", _("see the own desk as a mentor")
    SEE_OPENINGS = "see_openings", _("see openings")
    RECORD_OPENING = "record_opening", _("record an opening")
    WRITE_REFLECTION = "write_reflection", _("write in the own notebook")
    TEAR_OUT_REFLECTION = "tear_out_reflection", _("tear a page out of the own notebook")
    SHARE_LINE = "share_line", _("share a line with a mentor")
    TAKE_BACK_LINE = "take_back_line", _("take a shared line back")
    # the law
    SEE_UNCHECKED_LAW = "see_unchecked_law", _("see what waits for a lawyer")
    SET_RHYTHM = "set_rhythm", _("say on which days a promise comes round")
    AGREE_TO_RHYTHM = "agree_to_rhythm", _("agree to what a reminder may say")
    STOP_REMINDING = "stop_reminding", _("stop reminding of a promise")
    NAME_RESPONSIBLE = "name_responsible", _("say who is reminded for a side")
    RECORD_INTRODUCTION = "record_introduction", _("record that somebody new was introduced")
    # the office
    SEE_PEOPLE = "see_people", _("see who works here")
    INVITE_PERSON = "invite_person", _("invite a person")
    GRANT_ROLE = "grant_role", _("grant a role")
    APPROVE_GRANT = "approve_grant", _("approve a role")
    END_GRANT = "end_grant", _("end a role")
    CLOSE_ACCOUNT = "close_account", _("close an account")
    REVOKE_DEVICE = "revoke_device", _("let a person’s phone forget what it keeps")
    # referrals: who may receive them; what they say is read by their recipients alone
    SEE_FOCAL_POINTS = "see_focal_points", _("see who may receive referrals")
    NAME_FOCAL_POINT = "name_focal_point", _("name a focal point")
    VERIFY_FOCAL_POINT = "verify_focal_point", _("verify a focal point")
    CHANGE_DUTY = "change_duty", _("change when a focal point is on duty")
    NAME_DEPUTY = "name_deputy", _("name a deputy")
    STOP_USING = "stop_using", _("mark “do not use until checked”")
    SUSPEND_FOCAL_POINT = "suspend_focal_point", _("suspend a focal point")
    RESUME_FOCAL_POINT = "resume_focal_point", _("let a focal point go on")
    SUBMIT_KEYS = "submit_keys", _("submit one’s own public keys")
    PUBLISH_DIRECTORY = "publish_directory", _("publish the signed directory of keys")
    SEAL_REFERRAL = "seal_referral", _("seal a referral")
    SEE_MAILBOX = "see_mailbox", _("receive referrals")
    SEE_REFERRAL_STATES = "see_referral_states", _("see times and states of referrals")
    # messages from telephones
    SEE_MESSAGES = "see_messages", _("see SMS that nobody could place")
    LOOK_AT_MESSAGE = "look_at_message", _("say what was done about such an SMS")


def deeds() -> list[tuple[str, str]]:
    """All deeds with their words; asked for when needed, so that a new one migrates nothing."""
    return [(deed.value, str(deed.label)) for deed in Deed]


_F, _M, _G, _O = Role.FACILITATOR, Role.MENTOR, Role.MANAGER, Role.OFFICIAL
_A, _C, _P = Role.ADMINISTRATOR, Role.CUSTODIAN, Role.FOCAL_POINT
_S, _R = Role.SAFEGUARDING_LEAD, Role.AUDITOR
_ACCOMPANYING = frozenset({_F, _M})
_EVERYONE = frozenset(Role)

MAY: dict[Deed, frozenset[Role]] = {
    Deed.SEE_COMMUNITY: frozenset({_F, _M, _G}),
    Deed.SEE_TALK: _ACCOMPANYING,
    Deed.SEE_JOURNAL: _ACCOMPANYING,
    Deed.WELCOME_COMMUNITY: frozenset({_M, _G}),
    Deed.ACCOMPANY: frozenset({_G}),
    Deed.END_ACCOMPANIMENT: frozenset({_G}),
    Deed.RECORD_GATHERING: _ACCOMPANYING,
    Deed.CORRECT_GATHERING: _ACCOMPANYING,
    Deed.ADD_PHOTO: _ACCOMPANYING,
    Deed.REMOVE_ATTACHMENT: _ACCOMPANYING,
    Deed.BEGIN_PAUSE: _ACCOMPANYING,
    Deed.END_PAUSE: _ACCOMPANYING,
    Deed.RECORD_HARM: _ACCOMPANYING,
    Deed.CORRECT_HARM: _ACCOMPANYING,
    Deed.RECORD_PROTECTIVE_PRACTICE: _ACCOMPANYING,
    Deed.CORRECT_PROTECTIVE_PRACTICE: _ACCOMPANYING,
    Deed.RECORD_FINDING: _ACCOMPANYING,
    Deed.CORRECT_FINDING: _ACCOMPANYING,
    Deed.RETURN_FINDINGS: _ACCOMPANYING,
    Deed.AGREE_HOW_TO_DECIDE: _ACCOMPANYING,
    Deed.HOLD_ROUND: _ACCOMPANYING,
    Deed.ADD_POINT: _ACCOMPANYING,
    Deed.SET_ASIDE_HARM: _ACCOMPANYING,
    Deed.SET_GOAL: _ACCOMPANYING,
    Deed.REWORD_GOAL: _ACCOMPANYING,
    Deed.CLOSE_GOAL: _ACCOMPANYING,
    Deed.ADD_CRITERION: _ACCOMPANYING,
    Deed.LAY_OUT_OPTION: _ACCOMPANYING,
    Deed.HOLD_OPTION_TO_CRITERION: _ACCOMPANYING,
    Deed.RECORD_DECISION: _ACCOMPANYING,
    Deed.PLAN_ACTIVITY: _ACCOMPANYING,
    Deed.REPORT_ACTIVITY: _ACCOMPANYING,
    Deed.SEE_HELPERS: _EVERYONE,
    Deed.SEE_HELPER_NUMBERS: _ACCOMPANYING,
    Deed.ADD_HELPER: frozenset({_F, _M, _G}),
    Deed.CORRECT_HELPER: frozenset({_F, _M, _G, _O}),  # an official: of the own office
    Deed.DESCRIBE_SERVICE: frozenset({_F, _M, _G, _O}),
    Deed.SAY_PLACES_SERVED: frozenset({_F, _M, _G, _O}),
    Deed.CHECK_HELPER: frozenset({_F, _M, _G}),
    Deed.JOIN_HELPERS: frozenset({_F, _M, _G}),
    Deed.PART_HELPERS: frozenset({_F, _M, _G}),
    Deed.JOIN_PROVIDERS: frozenset({_M, _G}),
    Deed.PART_PROVIDERS: frozenset({_M, _G}),
    Deed.IMPORT_SERVICES: frozenset({_M, _G}),
    Deed.REPORT_UNANSWERED: frozenset({_F, _M, _G, _O}),
    Deed.ASK_WHO_MIGHT_HELP: _ACCOMPANYING,
    Deed.NAME_HELPER: _ACCOMPANYING,
    Deed.HEAR_GROUP: _ACCOMPANYING,
    Deed.ADD_TIE: _ACCOMPANYING,
    Deed.TELL_JOURNEY: _ACCOMPANYING,
    Deed.PLAN_NEXT_STEP: _ACCOMPANYING,
    Deed.SEND_ASK: _ACCOMPANYING,
    Deed.ANSWER_ASK: frozenset({_F, _M, _O}),
    Deed.MOVE_LINKAGE: _ACCOMPANYING,
    Deed.SEE_MISSING: frozenset({_M, _G}),
    Deed.SEE_DIALOGUE: frozenset({_F, _M, _O}),
    Deed.OPEN_DIALOGUE: frozenset({_M}),
    Deed.RECORD_MEETING: _ACCOMPANYING,
    Deed.ADD_POSITION: frozenset({_F, _M, _O}),
    Deed.NAME_OBSTACLE: frozenset({_F, _M, _O}),
    Deed.SOLVE_OBSTACLE: _ACCOMPANYING,
    Deed.CLOSE_DIALOGUE: frozenset({_M}),
    Deed.SEE_AGREEMENT: frozenset({_F, _M, _G, _O}),
    Deed.DRAFT_AGREEMENT: frozenset({_M}),
    Deed.CHANGE_DRAFT: frozenset({_F, _M, _O}),
    Deed.ADD_COMMITMENT: frozenset({_F, _M, _O}),
    Deed.CHANGE_COMMITMENT: frozenset({_F, _M, _O}),
    Deed.DROP_COMMITMENT: frozenset({_F, _M, _O}),
    Deed.PUT_FORWARD_DRAFT: frozenset({_M}),
    Deed.READ_BACK_DRAFT: _ACCOMPANYING,
    Deed.ADD_READING: _ACCOMPANYING,
    Deed.SIGN_AGREEMENT: _ACCOMPANYING,
    Deed.REPORT_ON_COMMITMENT: frozenset({_F, _M, _O}),
    Deed.REVIEW_AGREEMENT: _ACCOMPANYING,
    Deed.RENEW_AGREEMENT: frozenset({_M}),
    Deed.END_AGREEMENT: _ACCOMPANYING,
    Deed.SEE_LAW: _EVERYONE,
    Deed.RECORD_PRACTICE: _ACCOMPANYING,
    Deed.CORRECT_PRACTICE: _ACCOMPANYING,
    Deed.LOOK_AT_PRACTICE: _ACCOMPANYING,
    Deed.SAY_WHERE_IT_STANDS: _ACCOMPANYING,
    Deed.RECORD_GROUP_VIEW: _ACCOMPANYING,
    Deed.MAKE_BY_LAW: _ACCOMPANYING,
    Deed.SHARE_VIEW: _ACCOMPANYING,
    Deed.SEE_SHARED_VIEW: frozenset({_F, _M, _O}),
    Deed.TELL_WHO_CARRIES: _ACCOMPANYING,
    Deed.ASK_WHAT_STOPS: _ACCOMPANYING,
    Deed.LOOK_AT_CRITERION: _ACCOMPANYING,
    Deed.PLAN_STEP_BACK: frozenset({_M, _G}),
    Deed.PLAN_HAND_OVER: _ACCOMPANYING,
    Deed.TELL_HAND_OVER: _ACCOMPANYING,
    Deed.LOOK_AFTER: _ACCOMPANYING,
    Deed.SEE_OWN_COPY: _ACCOMPANYING,
    Deed.ERASE_COMMUNITY: frozenset({_G}),
    Deed.SEE_DESK: frozenset({_M}),
    Deed.SEE_OPENINGS: frozenset({_F, _M, _G}),
    Deed.RECORD_OPENING: frozenset({_M, _G}),
    Deed.WRITE_REFLECTION: _ACCOMPANYING,
    Deed.TEAR_OUT_REFLECTION: _ACCOMPANYING,
    Deed.SHARE_LINE: _ACCOMPANYING,
    Deed.TAKE_BACK_LINE: _ACCOMPANYING,
    Deed.SEE_UNCHECKED_LAW: frozenset({_G, Role.SAFEGUARDING_LEAD, _A}),
    Deed.SET_RHYTHM: frozenset({_F, _M, _O}),
    Deed.AGREE_TO_RHYTHM: frozenset({_F, _M, _O}),
    Deed.STOP_REMINDING: frozenset({_F, _M, _O}),
    Deed.NAME_RESPONSIBLE: frozenset({_F, _M, _O}),
    Deed.RECORD_INTRODUCTION: frozenset({_F, _M, _O}),
    Deed.SEE_PEOPLE: frozenset({_M, _G, _A, _C}),
    Deed.INVITE_PERSON: frozenset({_M, _G, _A}),
    Deed.GRANT_ROLE: frozenset({_G, _A}),
    Deed.APPROVE_GRANT: frozenset({_A, _C}),
    Deed.END_GRANT: frozenset({_G, _A}),
    Deed.CLOSE_ACCOUNT: frozenset({_A}),
    Deed.REVOKE_DEVICE: frozenset({_M, _G, _A}),
    Deed.SEE_FOCAL_POINTS: frozenset({_F, _M, _G, _P, _S, _A, _R, _C}),
    Deed.NAME_FOCAL_POINT: frozenset({_G, _A}),
    Deed.VERIFY_FOCAL_POINT: frozenset({_G, _S, _C}),
    Deed.CHANGE_DUTY: frozenset({_P, _S}),
    Deed.NAME_DEPUTY: frozenset({_P, _S, _G}),
    Deed.STOP_USING: frozenset({_F, _M, _G, _S}),
    Deed.SUSPEND_FOCAL_POINT: frozenset({_P, _S, _G, _A, _C}),
    Deed.RESUME_FOCAL_POINT: frozenset({_G, _S, _C}),
    Deed.SUBMIT_KEYS: frozenset({_P, _S}),
    Deed.PUBLISH_DIRECTORY: frozenset({_A, _C}),
    Deed.SEAL_REFERRAL: frozenset({_F, _M, _G, _P, _S}),
    Deed.SEE_MAILBOX: frozenset({_P, _S}),
    Deed.SEE_REFERRAL_STATES: frozenset({_R}),
    # It may be somebody telling of harm: only those who know what to do then.
    Deed.SEE_MESSAGES: frozenset({_M, Role.SAFEGUARDING_LEAD}),
    Deed.LOOK_AT_MESSAGE: frozenset({_M, Role.SAFEGUARDING_LEAD}),
}

# Reading these is written down, in a log of its own (``DECISIONS`` 4): people's own numbers,
# times of referrals and sealed letters, and whatever leaves the house whole.
READING_IS_NOTED = frozenset(
    {
        Deed.SEE_HELPER_NUMBERS,
        Deed.SEE_MAILBOX,
        Deed.SEE_REFERRAL_STATES,
        Deed.SEE_OWN_COPY,
    }
)
# Roles that a second person must approve, and that nobody holds together
# (``SECURITY`` 3.3, rules 1 and 2).
NEED_APPROVAL = frozenset(
    {Role.FOCAL_POINT, Role.AUDITOR, Role.CUSTODIAN, Role.ADMINISTRATOR, Role.SAFEGUARDING_LEAD}
)
EXCLUSIVE = frozenset({Role.FOCAL_POINT, Role.AUDITOR, Role.CUSTODIAN, Role.ADMINISTRATOR})
# Whom each role may bring in.
MAY_BRING_IN: dict[Role, frozenset[Role]] = {
    Role.MENTOR: frozenset({Role.FACILITATOR}),
    Role.MANAGER: frozenset({Role.FACILITATOR, Role.MENTOR, Role.OFFICIAL, Role.EVALUATOR}),
    Role.ADMINISTRATOR: frozenset(Role),
}


def may(roles: frozenset[Role], deed: str) -> bool:
    """Whether any of these roles may do this deed. An unknown deed is nobody's."""
    return bool(roles & MAY.get(Deed(deed), frozenset()))
