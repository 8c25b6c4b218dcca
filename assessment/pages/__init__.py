"""Page models of assessments: frozen records that feed HTML, API and PDF alike."""

from assessment.pages.answers import AnswersPage, answers_page
from assessment.pages.readiness import ReadinessPage, readiness_page

__all__ = ["AnswersPage", "ReadinessPage", "answers_page", "readiness_page"]
