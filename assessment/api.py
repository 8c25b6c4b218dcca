"""Assessments over the API: instruments, assessments with their sections, answers, readiness."""

import uuid

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, signed_in
from accounts.api import EngagementAPIView
from assessment.pages.answers import list_unasked
from assessment.pages.overview import list_page, overview_page
from assessment.pages.readiness import readiness_page
from assessment.selectors import (
    find_answer,
    get_answer_sheet,
    get_assessment_or_404,
    get_cell_or_404,
    get_common_sheet,
    list_cell_answers,
)
from assessment.serializers import (
    AnswerSerializer,
    AssessmentCardSerializer,
    AssessmentSerializer,
    ConflictSerializer,
    InstrumentSerializer,
    ListedAnswerSerializer,
    NewAssessmentSerializer,
    ReadinessSerializer,
    WritingSerializer,
)
from assessment.services import Conflict, TooLong, create_assessment, save_answer


class InstrumentListView(EngagementAPIView):
    """The questionnaires that an assessment can be begun with."""

    actions = {"GET": Action.VIEW_ASSESSMENT}

    @extend_schema(operation_id="instruments_list", responses=InstrumentSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Return every questionnaire in its newest version."""
        del request
        return Response(InstrumentSerializer(list_page(self.engagement).instruments, many=True).data)


class AssessmentListView(EngagementAPIView):
    """The engagement's assessments."""

    actions = {"GET": Action.VIEW_ASSESSMENT}

    @extend_schema(operation_id="assessments_list", responses=AssessmentCardSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Return the assessments, newest first."""
        del request
        return Response(AssessmentCardSerializer(list_page(self.engagement).cards, many=True).data)


class AssessmentBeginView(EngagementAPIView):
    """Beginning an assessment."""

    actions = {"POST": Action.MANAGE_ASSESSMENT}

    @extend_schema(
        operation_id="assessments_create", request=NewAssessmentSerializer, responses={201: AssessmentSerializer}
    )
    def post(self, request: Request) -> Response:
        """Begin an assessment."""
        new = NewAssessmentSerializer(data=request.data, context={"engagement": self.engagement})
        new.is_valid(raise_exception=True)
        assessment = create_assessment(
            engagement=self.engagement,
            shipped=new.validated_data["instrument"],
            title=new.validated_data["title"],
            author=signed_in(request),
        )
        return Response(AssessmentSerializer(overview_page(assessment)).data, status=201)


class AssessmentView(EngagementAPIView):
    """One assessment."""

    actions = {"GET": Action.VIEW_ASSESSMENT}

    @extend_schema(operation_id="assessments_retrieve", responses=AssessmentSerializer)
    def get(self, request: Request, assessment_id: uuid.UUID) -> Response:
        """Return the sections with their progress and what there is to ask about the answers."""
        del request
        return Response(AssessmentSerializer(overview_page(get_assessment_or_404(self.engagement, assessment_id))).data)


class AnswerListView(EngagementAPIView):
    """The answers of an assessment."""

    actions = {"GET": Action.VIEW_ASSESSMENT}

    @extend_schema(operation_id="answers_list", responses=ListedAnswerSerializer(many=True))
    def get(self, request: Request, assessment_id: uuid.UUID) -> Response:
        """Return every answer that has been written, by cell."""
        del request
        assessment = get_assessment_or_404(self.engagement, assessment_id)
        answers = list_cell_answers(get_answer_sheet(get_common_sheet(assessment)))
        context = {"unasked": list_unasked(assessment)}
        return Response(ListedAnswerSerializer(answers, many=True, context=context).data)


class AnswerView(EngagementAPIView):
    """One answer, by its cell: `vision`, `volume:active`, `vision@rating`, `participants:2@name`."""

    actions = {"GET": Action.VIEW_ASSESSMENT, "PUT": Action.ANSWER_ASSESSMENT}

    @extend_schema(operation_id="answers_retrieve", responses=AnswerSerializer)
    def get(self, request: Request, assessment_id: uuid.UUID, cell: str) -> Response:
        """Return the answer; version 0 and an empty value when nobody has written one."""
        del request
        assessment = get_assessment_or_404(self.engagement, assessment_id)
        key = get_cell_or_404(assessment, cell).key
        written = find_answer(get_common_sheet(assessment), key)
        empty = {"cell": str(key), "value": "", "version": 0, "written_by": "", "written_at": None}
        return Response(AnswerSerializer(written).data if written else empty)

    @extend_schema(
        operation_id="answers_update",
        request=WritingSerializer,
        responses={200: AnswerSerializer, 409: OpenApiResponse(ConflictSerializer, "Somebody else wrote meanwhile.")},
    )
    def put(self, request: Request, assessment_id: uuid.UUID, cell: str) -> Response:
        """Write the answer if it is still the version you have seen; otherwise get both texts and change nothing."""
        assessment = get_assessment_or_404(self.engagement, assessment_id)
        target = get_cell_or_404(assessment, cell)
        writing = WritingSerializer(data=request.data, context={"cell": target})
        writing.is_valid(raise_exception=True)
        result = save_answer(
            sheet=get_common_sheet(assessment),
            cell=target,
            value=writing.validated_data["value"],
            base_version=writing.validated_data["version"],
            author=signed_in(request),
        )
        match result:
            case Conflict():
                return Response(ConflictSerializer(result).data, status=409)
            case TooLong():
                raise AssertionError("the serializer has checked the length")
            case saved:
                return Response(AnswerSerializer(saved.answer).data)


class ReadinessView(EngagementAPIView):
    """The readiness of an assessment."""

    actions = {"GET": Action.VIEW_READINESS}

    @extend_schema(operation_id="readiness_retrieve", responses=ReadinessSerializer)
    def get(self, request: Request, assessment_id: uuid.UUID) -> Response:
        """Return the score of each area, down to its inputs."""
        del request
        return Response(ReadinessSerializer(readiness_page(get_assessment_or_404(self.engagement, assessment_id))).data)
