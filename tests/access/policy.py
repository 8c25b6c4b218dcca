"""Who may open what: one row for every route, API operation, download and job kind.

The matrix test (test_matrix.py) walks each row × every person of the cast × own, other engagement, other consultancy,
never existed. A route that is missing here fails the build, and so does a row without a route.

Add rows like these (names as Django's resolver prints them, `namespace:name`):

    "profitability:overview": in_engagement("consultant finance client_reader"),
    "profitability:run": in_engagement("consultant finance client_reader", objects={"run_id": "run"}),

`objects` names, for each further URL keyword, the maker in tests/access/makers.py that creates such an object in an
engagement and returns the value for the URL; `=word` stands for the word itself.
Methods left out must answer 405 (API: 405 as well).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

EVERY_ROLE = "consultant finance respondent client_reader"


@dataclass(frozen=True)
class Row:
    """`scope`: public, signed_in, operator, consultancy (below `consultancy_id`), client, engagement or participant."""

    scope: str
    roles: frozenset[str] = frozenset()
    methods: frozenset[str] = frozenset({"GET"})
    objects: Mapping[str, str] = field(default_factory=dict)
    posting: frozenset[str] | None = None

    def roles_for(self, method: str) -> frozenset[str]:
        """Return who may use `method`: `posting` names the roles where they are others for POST and PUT."""
        return self.posting if method in {"POST", "PUT"} and self.posting is not None else self.roles


def in_engagement(
    roles: str, *, methods: str = "GET", objects: Mapping[str, str] | None = None, posting: str | None = None
) -> Row:
    others = None if posting is None else frozenset(posting.split())
    return Row("engagement", frozenset(roles.split()), frozenset(methods.split()), objects or {}, others)


def below(scope: str, roles: str, *, methods: str = "GET", objects: Mapping[str, str] | None = None) -> Row:
    return Row(scope, frozenset(roles.split()), frozenset(methods.split()), objects or {})


def public(methods: str = "GET") -> Row:
    return Row("public", methods=frozenset(methods.split()))


def signed_in(methods: str = "GET") -> Row:
    return Row("signed_in", methods=frozenset(methods.split()))


def participant(methods: str = "GET", *, objects: Mapping[str, str] | None = None) -> Row:
    """A page of an assessment's participants: by link or account; 404 for everybody else, whatever their role."""
    return Row("participant", methods=frozenset(methods.split()), objects=objects or {})


OF_PARTICIPANT = {"assessment_id": "led_assessment", "participant_id": "participant"}
OF_ACTION = {"assessment_id": "led_assessment", "action_id": "action"}

# Routes of libraries, guarded by the libraries: allauth's account pages and Django's admin site.
LIBRARY_PREFIXES = ("account/", "admin/")

POLICY: dict[str, Row] = {
    # accounts
    "accounts:home": signed_in(),
    "accounts:client_new": signed_in("GET POST"),
    "accounts:engagement_new": below("client", "consultant", methods="GET POST"),
    "accounts:engagement": in_engagement(EVERY_ROLE),
    "accounts:engagement_edit": in_engagement("consultant", methods="GET POST"),
    "accounts:people": in_engagement("consultant"),
    "accounts:invite": in_engagement("consultant", methods="GET POST"),
    "accounts:invitation_withdraw": in_engagement(
        "consultant", methods="POST", objects={"invitation_id": "invitation"}
    ),
    "accounts:membership_end": in_engagement("consultant", methods="POST", objects={"membership_id": "membership"}),
    "accounts:events": in_engagement("consultant"),
    "accounts:invitation": public("GET POST"),
    # assessment
    "assessment:list": in_engagement("consultant respondent"),
    "assessment:begin": in_engagement("consultant", methods="POST"),
    "assessment:overview": in_engagement("consultant respondent", objects={"assessment_id": "assessment"}),
    "assessment:section": in_engagement(
        "consultant respondent",
        methods="GET POST",
        objects={"assessment_id": "assessment", "section_key": "=direction"},
    ),
    "assessment:cell": in_engagement("consultant respondent", methods="POST", objects={"assessment_id": "assessment"}),
    "assessment:answers": in_engagement("consultant respondent", objects={"assessment_id": "assessment"}),
    "assessment:history": in_engagement(
        "consultant respondent", objects={"assessment_id": "assessment", "item_key": "=vision"}
    ),
    "assessment:readiness": in_engagement("consultant client_reader", objects={"assessment_id": "assessment"}),
    "assessment:instruments": in_engagement("consultant", methods="GET POST"),
    "assessment:instrument_draft": in_engagement("consultant", objects={"draft_id": "instrument_draft"}),
    "assessment:instrument_decide": in_engagement(
        "consultant", methods="POST", objects={"draft_id": "instrument_draft"}
    ),
    "assessment:instrument_translations": in_engagement("consultant", methods="POST"),
    "assessment:instrument_export": in_engagement("consultant"),
    "assessment:upgrade": in_engagement("consultant", methods="GET POST", objects={"assessment_id": "assessment"}),
    "assessment:comparison": in_engagement("consultant client_reader", objects={"assessment_id": "assessment"}),
    "assessment:latest_readiness": in_engagement("consultant client_reader"),
    "assessment:readiness_opening": in_engagement(
        "consultant", methods="POST", objects={"assessment_id": "assessment"}
    ),
    "assessment:participants": in_engagement("consultant", methods="GET POST", objects={"assessment_id": "assessment"}),
    "assessment:participant": in_engagement("consultant", methods="GET POST", objects=OF_PARTICIPANT),
    "assessment:link": in_engagement("consultant", methods="POST", objects=OF_PARTICIPANT),
    "assessment:participant_act": in_engagement(
        "consultant", methods="POST", objects={**OF_PARTICIPANT, "deed": "=revoke"}
    ),
    "assessment:opening": in_engagement(
        "consultant", methods="POST", objects={"assessment_id": "assessment", "section_key": "=direction"}
    ),
    "assessment:item": in_engagement(
        "consultant", methods="GET POST", objects={"assessment_id": "assessment", "item_key": "=vision"}
    ),
    "assessment:decide": in_engagement(
        "consultant", methods="POST", objects={"assessment_id": "assessment", "item_key": "=vision"}
    ),
    "assessment:together": in_engagement(
        "consultant", objects={"assessment_id": "assessment", "section_key": "=direction"}
    ),
    "assessment:targets": in_engagement("consultant", methods="GET POST", objects={"assessment_id": "assessment"}),
    "assessment:plan": in_engagement("consultant client_reader", objects={"assessment_id": "assessment"}),
    "assessment:plan_file": in_engagement(
        "consultant client_reader", objects={"assessment_id": "assessment", "file_format": "=csv"}
    ),
    "assessment:plan_add": in_engagement("consultant", methods="POST", objects={"assessment_id": "assessment"}),
    "assessment:action_new": in_engagement("consultant", methods="GET POST", objects={"assessment_id": "assessment"}),
    "assessment:action": in_engagement("consultant", methods="GET POST", objects=OF_ACTION),
    "assessment:action_remove": in_engagement("consultant", methods="POST", objects=OF_ACTION),
    "assessment:perception": in_engagement("consultant client_reader", objects={"assessment_id": "assessment"}),
    "assessment:live": in_engagement("consultant", objects={"assessment_id": "assessment"}),
    "assessment:evidence": in_engagement(
        "consultant", objects={"assessment_id": "led_assessment", "evidence_id": "evidence"}
    ),
    "assessment:comment": in_engagement(
        "consultant", methods="POST", objects={"assessment_id": "led_assessment", "comment_id": "comment"}
    ),
    "assessment:reminding": in_engagement("consultant", methods="POST", objects={"assessment_id": "assessment"}),
    "assessment:remind": in_engagement("consultant", methods="POST", objects={"assessment_id": "assessment"}),
    # those who answer for themselves
    "respond:link": public("GET POST"),
    "respond:stop_reminders": public("GET POST"),
    "respond:home": participant(),
    "respond:reminders": participant("POST"),
    "respond:section": participant("GET POST", objects={"section_key": "=direction"}),
    "respond:cell": participant("POST"),
    "respond:together": participant(objects={"section_key": "=direction"}),
    "respond:live": participant(),
    "receipts:receipt": participant("GET POST"),
    "receipts:file": participant(),
    "respond:item": participant("GET POST", objects={"item_key": "=vision"}),
    "respond:evidence": participant(objects={"evidence_id": "evidence"}),
    "respond:evidence_remove": participant("POST", objects={"evidence_id": "evidence"}),
    # portfolio
    "portfolio:latest": in_engagement("consultant finance client_reader"),
    "portfolio:latest_said_measured": in_engagement("consultant client_reader"),
    "portfolio:said_measured": in_engagement("consultant client_reader", objects={"assessment_id": "assessment"}),
    "portfolio:definition": in_engagement("consultant finance", methods="GET POST"),
    "portfolio:analyses": in_engagement("consultant finance", methods="GET POST"),
    "portfolio:analysis": in_engagement("consultant finance client_reader", objects={"analysis_id": "analysis"}),
    "portfolio:flows": in_engagement("consultant finance client_reader", objects={"analysis_id": "analysis"}),
    "portfolio:migration": in_engagement("consultant finance client_reader", objects={"analysis_id": "analysis"}),
    "portfolio:value": in_engagement("consultant finance client_reader", objects={"analysis_id": "analysis"}),
    "portfolio:cohorts": in_engagement("consultant finance client_reader", objects={"analysis_id": "analysis"}),
    "portfolio:cohort_costs": in_engagement("consultant finance", methods="POST", objects={"analysis_id": "analysis"}),
    "portfolio:holdings": in_engagement("consultant finance client_reader", objects={"analysis_id": "analysis"}),
    "portfolio:budget": in_engagement("consultant finance client_reader", objects={"analysis_id": "analysis"}),
    "portfolio:scenario_new": in_engagement("consultant finance", methods="POST", objects={"analysis_id": "analysis"}),
    "portfolio:scenario_remove": in_engagement(
        "consultant finance", methods="POST", objects={"scenario_id": "scenario"}
    ),
    "portfolio:customers": in_engagement("consultant finance client_reader", objects={"analysis_id": "analysis"}),
    "portfolio:customers_csv": in_engagement("consultant finance client_reader", objects={"analysis_id": "analysis"}),
    "portfolio:customers_xlsx": in_engagement("consultant finance client_reader", objects={"analysis_id": "analysis"}),
    "portfolio:segments": in_engagement("consultant finance client_reader", objects={"analysis_id": "segmented"}),
    "portfolio:segment_rules": in_engagement("consultant finance", methods="POST", objects={"analysis_id": "analysis"}),
    "portfolio:segments_csv": in_engagement("consultant finance client_reader", objects={"analysis_id": "segmented"}),
    "portfolio:segments_xlsx": in_engagement("consultant finance client_reader", objects={"analysis_id": "segmented"}),
    "portfolio:classes": in_engagement("consultant finance client_reader", objects={"analysis_id": "segmented"}),
    "portfolio:classes_new": in_engagement("consultant finance", methods="POST", objects={"analysis_id": "analysis"}),
    "portfolio:classes_csv": in_engagement("consultant finance client_reader", objects={"analysis_id": "segmented"}),
    "portfolio:classes_xlsx": in_engagement("consultant finance client_reader", objects={"analysis_id": "segmented"}),
    "portfolio:classes_choose": in_engagement(
        "consultant finance", methods="POST", objects={"segmentation_id": "classes"}
    ),
    "portfolio:twins": in_engagement("consultant finance client_reader", objects={"analysis_id": "analysis"}),
    "portfolio:twins_csv": in_engagement("consultant finance client_reader", objects={"analysis_id": "study"}),
    "portfolio:twins_xlsx": in_engagement("consultant finance client_reader", objects={"analysis_id": "study"}),
    "portfolio:study_new": in_engagement(
        "consultant finance", methods="POST", objects={"analysis_id": "analysis", "kind": "=ahead"}
    ),
    "portfolio:ahead": in_engagement("consultant finance client_reader", objects={"analysis_id": "analysis"}),
    "portfolio:wallet": in_engagement("consultant finance client_reader", objects={"analysis_id": "analysis"}),
    "portfolio:leaving": in_engagement("consultant finance client_reader", objects={"analysis_id": "analysis"}),
    "portfolio:leaving_csv": in_engagement("consultant finance client_reader", objects={"analysis_id": "study"}),
    "portfolio:leaving_xlsx": in_engagement("consultant finance client_reader", objects={"analysis_id": "study"}),
    "portfolio:ahead_csv": in_engagement("consultant finance client_reader", objects={"analysis_id": "study"}),
    "portfolio:ahead_xlsx": in_engagement("consultant finance client_reader", objects={"analysis_id": "study"}),
    # reports
    "reports:reports": in_engagement("consultant finance client_reader"),
    "reports:report_new": in_engagement("consultant finance", methods="GET POST"),
    "reports:documents": in_engagement("consultant", methods="GET POST"),
    "reports:document_example": in_engagement("consultant"),
    "reports:document_remove": in_engagement("consultant", methods="POST", objects={"template_id": "word_template"}),
    "reports:document_word": in_engagement("consultant", objects={"assessment_id": "assessment"}),
    "reports:document_answers": in_engagement("consultant", objects={"assessment_id": "assessment"}),
    "reports:report": in_engagement("consultant finance client_reader", objects={"report_id": "report"}),
    "reports:report_progress": in_engagement("consultant finance client_reader", objects={"report_id": "report"}),
    "reports:report_cancel": in_engagement("consultant finance", methods="POST", objects={"report_id": "report"}),
    "reports:report_download": in_engagement("consultant finance client_reader", objects={"report_id": "report"}),
    "api:portfolio_api:analyses": in_engagement("consultant finance client_reader"),
    "api:portfolio_api:said_measured": in_engagement(
        "consultant client_reader", objects={"assessment_id": "claiming_assessment"}
    ),
    "api:portfolio_api:start": in_engagement("consultant finance", methods="POST"),
    "api:portfolio_api:analysis": in_engagement(
        "consultant finance client_reader", objects={"analysis_id": "analysis"}
    ),
    "api:portfolio_api:budget": in_engagement("consultant finance client_reader", objects={"analysis_id": "analysis"}),
    "api:portfolio_api:base_scenarios": in_engagement(
        "consultant finance client_reader",
        methods="GET POST",
        objects={"analysis_id": "analysis"},
        posting="consultant finance",
    ),
    "api:portfolio_api:base_scenario": in_engagement(
        "consultant finance", methods="DELETE", objects={"scenario_id": "scenario"}
    ),
    "api:portfolio_api:base_cohorts": in_engagement(
        "consultant finance client_reader", objects={"analysis_id": "analysis"}
    ),
    "api:portfolio_api:base_cohort_costs": in_engagement(
        "consultant finance", methods="PUT", objects={"analysis_id": "analysis"}
    ),
    "api:portfolio_api:base_studies": in_engagement(
        "consultant finance client_reader",
        methods="GET POST",
        objects={"analysis_id": "study"},
        posting="consultant finance",
    ),
    **{
        f"api:portfolio_api:base_study{name}": in_engagement(
            "consultant finance client_reader", objects={"study_id": maker}
        )
        for name, maker in (
            ("", "leaving_study"),
            ("_ahead", "ahead_study"),
            ("_leaving", "leaving_study"),
            ("_offers", "twins_study"),
        )
    },
    "api:portfolio_api:result": in_engagement("consultant finance client_reader", objects={"analysis_id": "analysis"}),
    # ui
    "ui:theme": public("POST"),
    "ui:language": public("POST"),
    "ui:styleguide": signed_in(),
    # jobs
    "jobs:list": in_engagement("consultant"),
    "jobs:progress": in_engagement("consultant finance", objects={"job_id": "job"}),
    "jobs:cancel": in_engagement("consultant finance", methods="POST", objects={"job_id": "job"}),
    # the API, tokens for it, and the probes
    "tokens:list": signed_in("GET POST"),
    "tokens:revoke": signed_in("POST"),
    "api:schema": signed_in(),
    "api:docs": signed_in(),
    "api:accounts_api:engagements": signed_in(),
    "api:accounts_api:engagement": in_engagement(EVERY_ROLE),
    "api:assessment_api:instruments": in_engagement("consultant respondent"),
    "api:assessment_api:assessments": in_engagement("consultant respondent"),
    "api:assessment_api:begin": in_engagement("consultant", methods="POST"),
    "api:assessment_api:assessment": in_engagement("consultant respondent", objects={"assessment_id": "assessment"}),
    "api:assessment_api:answers": in_engagement("consultant respondent", objects={"assessment_id": "assessment"}),
    "api:assessment_api:answer": in_engagement(
        "consultant respondent", methods="GET PUT", objects={"assessment_id": "assessment", "cell": "=vision"}
    ),
    "api:assessment_api:participants": in_engagement(
        "consultant", methods="GET POST", objects={"assessment_id": "assessment"}
    ),
    "api:assessment_api:participant": in_engagement("consultant", objects=OF_PARTICIPANT),
    "api:assessment_api:participant_answers": in_engagement("consultant", objects=OF_PARTICIPANT),
    "api:assessment_api:comments": in_engagement(
        "consultant", methods="GET POST", objects={"assessment_id": "assessment"}
    ),
    "api:assessment_api:comment": in_engagement(
        "consultant", methods="PUT", objects={"assessment_id": "led_assessment", "comment_id": "comment"}
    ),
    "api:assessment_api:actions": in_engagement(
        "consultant client_reader", methods="GET POST", objects={"assessment_id": "assessment"}, posting="consultant"
    ),
    "api:assessment_api:action": in_engagement(
        "consultant client_reader", methods="GET PUT", objects=OF_ACTION, posting="consultant"
    ),
    "api:assessment_api:comparison": in_engagement(
        "consultant client_reader", objects={"assessment_id": "repeated_assessment"}
    ),
    "api:assessment_api:targets": in_engagement(
        "consultant client_reader", methods="GET PUT", objects={"assessment_id": "assessment"}, posting="consultant"
    ),
    "api:assessment_api:readiness": in_engagement("consultant client_reader", objects={"assessment_id": "assessment"}),
    "api:jobs_api:job": in_engagement("consultant finance", objects={"job_id": "job"}),
    "api:jobs_api:cancel": in_engagement("consultant finance", methods="POST", objects={"job_id": "job"}),
    "api:reports_api:reports": in_engagement(
        "consultant finance client_reader", methods="GET POST", posting="consultant finance"
    ),
    "api:reports_api:report": in_engagement("consultant finance client_reader", objects={"report_id": "report"}),
    "api:reports_api:file": in_engagement("consultant finance client_reader", objects={"report_id": "report"}),
    "api:profitability_api:uploads": in_engagement("consultant finance", methods="GET POST"),
    "api:profitability_api:upload": in_engagement("consultant finance", objects={"upload_id": "upload"}),
    "api:profitability_api:imports": in_engagement("consultant finance", methods="GET POST"),
    "api:profitability_api:import": in_engagement("consultant finance", objects={"import_id": "import"}),
    **{
        f"api:profitability_api:import_{step}": in_engagement(
            "consultant finance", methods="POST", objects={"import_id": "import"}
        )
        for step in ("files", "frame", "confirm", "undo", "discard")
    },
    "api:profitability_api:import_sheet": in_engagement(
        "consultant finance", methods="GET PUT", objects={"import_id": "import", "sheet_name": "=pools"}
    ),
    "api:profitability_api:import_file": in_engagement("consultant finance", objects={"file_id": "import_file"}),
    **{
        f"api:profitability_api:import_{step}": in_engagement(
            "consultant finance", methods="POST", objects={"file_id": "import_file"}
        )
        for step in ("file_remove", "answers", "edits", "edit_undo")
    },
    "api:profitability_api:runs": in_engagement(
        "consultant finance client_reader", methods="GET POST", posting="consultant finance"
    ),
    "api:profitability_api:run": in_engagement("consultant finance client_reader", objects={"run_id": "run"}),
    "api:profitability_api:statements": in_engagement("consultant finance client_reader", objects={"run_id": "run"}),
    "api:profitability_api:tiers": in_engagement("consultant finance client_reader", objects={"run_id": "run"}),
    "api:profitability_api:whale_curve": in_engagement("consultant finance client_reader", objects={"run_id": "run"}),
    "api:profitability_api:costing": in_engagement("consultant finance client_reader", objects={"run_id": "run"}),
    "api:profitability_api:certainty": in_engagement(
        "consultant finance client_reader", methods="GET POST", objects={"run_id": "run"}, posting="consultant finance"
    ),
    "api:profitability_api:tier_moves": in_engagement("consultant finance client_reader", objects={"run_id": "run"}),
    "api:profitability_api:what_if": in_engagement(
        "consultant finance client_reader", methods="POST", objects={"run_id": "run"}
    ),
    "api:profitability_api:scenarios": in_engagement(
        "consultant finance client_reader", methods="GET POST", objects={"run_id": "run"}, posting="consultant finance"
    ),
    "api:profitability_api:scenario": in_engagement(
        "consultant finance", methods="DELETE", objects={"scenario_id": "what_if"}
    ),
    **{
        f"api:profitability_api:{name}": in_engagement("consultant finance client_reader", objects={"run_id": "run"})
        for name in ("pools", "money_map", "capacity", "tier_rules")
    },
    "api:profitability_api:trace": in_engagement(
        "consultant finance client_reader", objects={"run_id": "run", "position": "=1", "customer_id": "=1001"}
    ),
    "api:profitability_api:methods": in_engagement(
        "consultant finance client_reader",
        methods="GET POST",
        objects={"run_id": "run"},
        posting="consultant finance",
    ),
    "api:profitability_api:proof": in_engagement("consultant finance client_reader", objects={"run_id": "run"}),
    "api:profitability_api:run_cancel": in_engagement("consultant finance", methods="POST", objects={"run_id": "run"}),
    "api:profitability_api:statement": in_engagement(
        "consultant finance client_reader", objects={"run_id": "run", "customer_id": "=1001"}
    ),
    "healthz": public(),
    "readyz": public(),
    # profitability
    "profitability:overview": in_engagement("consultant finance client_reader"),
    "profitability:uploads": in_engagement("consultant finance", methods="GET POST"),
    "profitability:upload_template": in_engagement("consultant finance"),
    "profitability:upload": in_engagement("consultant finance", objects={"upload_id": "upload"}),
    "profitability:upload_read": in_engagement("consultant finance", methods="POST", objects={"upload_id": "upload"}),
    "profitability:upload_remove": in_engagement("consultant finance", methods="POST", objects={"upload_id": "upload"}),
    "profitability:upload_problems": in_engagement(
        "consultant finance", objects={"upload_id": "upload", "file_format": "=csv"}
    ),
    "profitability:imports": in_engagement("consultant finance", methods="GET POST"),
    "profitability:import": in_engagement("consultant finance", methods="GET POST", objects={"import_id": "import"}),
    "profitability:import_typed": in_engagement(
        "consultant finance", methods="GET POST", objects={"import_id": "import", "sheet_name": "=pools"}
    ),
    **{
        f"profitability:import_{step}": in_engagement(
            "consultant finance", methods=methods, objects={"import_id": "import"}
        )
        for step, methods in (
            ("frame", "POST"),
            ("discard", "POST"),
            ("check", "GET"),
            ("confirm", "GET POST"),
            ("undo", "POST"),
            ("alias_forget", "POST"),
            ("export", "GET"),
            ("read", "POST"),
        )
    },
    **{
        f"profitability:import_{step}": in_engagement(
            "consultant finance", methods=methods, objects={"file_id": "import_file"}
        )
        for step, methods in (
            ("file", "GET POST"),
            ("file_remove", "POST"),
            ("file_part", "POST"),
            ("mend", "GET POST"),
            ("edit", "POST"),
            ("edit_undo", "POST"),
            ("error_rows", "GET"),
            ("mended_rows", "POST"),
        )
    },
    "profitability:runs": in_engagement("consultant finance client_reader"),
    "profitability:run_new": in_engagement("consultant finance", methods="GET POST"),
    "profitability:run": in_engagement("consultant finance client_reader", objects={"run_id": "run"}),
    "profitability:run_problems": in_engagement("consultant finance", objects={"run_id": "run", "file_format": "=csv"}),
    "profitability:run_overview": in_engagement("consultant finance client_reader", objects={"run_id": "run"}),
    "profitability:customers": in_engagement("consultant finance client_reader", objects={"run_id": "run"}),
    "profitability:customers_export": in_engagement(
        "consultant finance client_reader", objects={"run_id": "run", "file_format": "=csv"}
    ),
    "profitability:customer": in_engagement(
        "consultant finance client_reader", objects={"run_id": "run", "customer_id": "=1001"}
    ),
    "profitability:tiers": in_engagement("consultant finance client_reader", objects={"run_id": "run"}),
    "profitability:costs": in_engagement("consultant finance client_reader", objects={"run_id": "run"}),
    "profitability:pool": in_engagement(
        "consultant finance client_reader", objects={"run_id": "run", "position": "=1"}
    ),
    "profitability:trace": in_engagement(
        "consultant finance client_reader", objects={"run_id": "run", "position": "=1", "customer_id": "=1001"}
    ),
    "profitability:methods": in_engagement("consultant finance client_reader", objects={"run_id": "run"}),
    "profitability:methods_compare": in_engagement("consultant finance", methods="POST", objects={"run_id": "run"}),
    "profitability:labels": in_engagement("consultant finance", methods="GET POST"),
    "profitability:capacity": in_engagement("consultant finance client_reader", objects={"run_id": "run"}),
    "profitability:costing": in_engagement("consultant finance client_reader", objects={"run_id": "run"}),
    "profitability:certainty": in_engagement("consultant finance client_reader", objects={"run_id": "run"}),
    "profitability:certainty_ask": in_engagement("consultant finance", methods="POST", objects={"run_id": "run"}),
    "profitability:tier_rules": in_engagement("consultant finance client_reader", objects={"run_id": "run"}),
    "profitability:tier_moves_export": in_engagement(
        "consultant finance client_reader", objects={"run_id": "run", "file_format": "=csv"}
    ),
    "profitability:tier_moves": in_engagement("consultant finance client_reader"),
    "profitability:what_if": in_engagement(
        "consultant finance client_reader", methods="GET POST", objects={"run_id": "run"}
    ),
    "profitability:scenario_new": in_engagement("consultant finance", methods="POST", objects={"run_id": "run"}),
    "profitability:scenario_remove": in_engagement(
        "consultant finance", methods="POST", objects={"scenario_id": "what_if"}
    ),
    "profitability:comparison": in_engagement("consultant finance client_reader"),
}

# Every kind of background job, and which action its requester needs.
JOB_KINDS: dict[str, str] = {
    "profitability.read_upload": "upload_ledger",
    "profitability.read_import": "upload_ledger",
    "profitability.run_allocation": "run_allocation",
    "portfolio.analyse": "analyse_customer_base",
    "portfolio.study": "analyse_customer_base",
    "portfolio.segment": "analyse_customer_base",
    "assessment.remind": "manage_assessment",
    "reports.print_receipt": "manage_assessment",
    "reports.issue_report": "issue_profitability_report",
    "profitability.compare_methods": "run_allocation",
    "profitability.simulate_tiers": "run_allocation",
}
