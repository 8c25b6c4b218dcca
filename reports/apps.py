from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        """Tell the front page of an engagement about reports, and name what their jobs do."""
        from accounts.access import Action
        from accounts.event_texts import register_events
        from accounts.panels import register_panel
        from jobs.texts import register_texts

        register_panel(50, Action.VIEW_PROFITABILITY, "reports.panel.reports_panel")
        register_events(
            {
                "report.issued": _("En rapport utfärdades"),
                "report.cancelled": _("En rapport avbröts"),
                "report.downloaded": _("En rapport hämtades"),
                "document.downloaded": _("Ett dokument hämtades"),
                "word_template.kept": _("En Word-mall sparades"),
                "word_template.removed": _("En Word-mall togs bort"),
            }
        )
        register_texts(
            kinds={
                "reports.issue_report": _("Rapport som PDF"),
                "reports.print_receipt": _("Kvittens till en svarande"),
            },
            stages={
                "report.collect": _("Samlar siffrorna"),
                "report.print": _("Sätter sidorna"),
                "report.keep": _("Sparar filen"),
            },
            errors={
                "pdf_refused": _("Rapporten kunde inte sättas som ett felfritt dokument. Felet är antecknat hos oss."),
                "subject_gone": _("Underlaget till rapporten finns inte längre. Gör om det och utfärda på nytt."),
            },
        )
