"""Several respondents over the API: participants, their own answers, comments, actions."""

import uuid

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, signed_in
from accounts.api import EngagementAPIView
from assessment.models import Assessment
from assessment.pages.action_plan import plan_page
from assessment.pages.board import ParticipantLine, board_page
from assessment.pages.own import list_own_unasked
from assessment.participant_serializers import (
    ActionSerializer,
    CommentSerializer,
    NewActionSerializer,
    NewParticipantSerializer,
    ParticipantSerializer,
    ResolvedSerializer,
    read_action,
)
from assessment.selectors import get_answer_sheet, get_assessment_or_404, get_instrument, list_cell_answers
from assessment.selectors.actions import get_action_or_404
from assessment.selectors.participants import find_participant, get_participant_or_404
from assessment.selectors.remarks import get_comment_or_404, list_comments
from assessment.serializers import ListedAnswerSerializer
from assessment.services.actions import change_action, plan_actions
from assessment.services.participants import add_participant
from assessment.services.remarks import add_comment, resolve_comment


def _line(assessment: Assessment, participant_id: uuid.UUID) -> ParticipantLine:
    return next(line for line in board_page(assessment).lines if line.id == participant_id)


class ParticipantListView(EngagementAPIView):
    """Who takes part in an assessment."""

    actions = {"GET": Action.MANAGE_ASSESSMENT, "POST": Action.MANAGE_ASSESSMENT}

    @extend_schema(operation_id="participants_list", responses=ParticipantSerializer(many=True))
    def get(self, request: Request, assessment_id: uuid.UUID) -> Response:
        """Return everybody who takes part, with how far each has come."""
        del request
        lines = board_page(get_assessment_or_404(self.engagement, assessment_id)).lines
        return Response(ParticipantSerializer(lines, many=True).data)

    @extend_schema(
        operation_id="participants_create", request=NewParticipantSerializer, responses={201: ParticipantSerializer}
    )
    def post(self, request: Request, assessment_id: uuid.UUID) -> Response:
        """Take somebody in."""
        assessment = get_assessment_or_404(self.engagement, assessment_id)
        new = NewParticipantSerializer(data=request.data, context={"assessment": assessment})
        new.is_valid(raise_exception=True)
        added = add_participant(assessment=assessment, person=new.person, sections=new.handed, actor=signed_in(request))
        return Response(ParticipantSerializer(_line(assessment, added.id)).data, status=201)


class ParticipantView(EngagementAPIView):
    """One participant."""

    actions = {"GET": Action.MANAGE_ASSESSMENT}

    @extend_schema(operation_id="participants_retrieve", responses=ParticipantSerializer)
    def get(self, request: Request, assessment_id: uuid.UUID, participant_id: uuid.UUID) -> Response:
        """Return how far a participant has come."""
        del request
        assessment = get_assessment_or_404(self.engagement, assessment_id)
        person = get_participant_or_404(assessment, participant_id)
        return Response(ParticipantSerializer(_line(assessment, person.id)).data)


class ParticipantAnswersView(EngagementAPIView):
    """A participant's own answers."""

    actions = {"GET": Action.MANAGE_ASSESSMENT}

    @extend_schema(operation_id="participants_answers_list", responses=ListedAnswerSerializer(many=True))
    def get(self, request: Request, assessment_id: uuid.UUID, participant_id: uuid.UUID) -> Response:
        """Return the own answers; `item@unknown`, `item@confidence` and `item@asked` say what stands beside them."""
        del request
        person = get_participant_or_404(get_assessment_or_404(self.engagement, assessment_id), participant_id)
        answers = list_cell_answers(get_answer_sheet(person.sheet))
        context = {"unasked": list_own_unasked(person)}
        return Response(ListedAnswerSerializer(answers, many=True, context=context).data)


class CommentListView(EngagementAPIView):
    """The comments of an assessment."""

    actions = {"GET": Action.MANAGE_ASSESSMENT, "POST": Action.MANAGE_ASSESSMENT}

    @extend_schema(operation_id="comments_list", responses=CommentSerializer(many=True))
    def get(self, request: Request, assessment_id: uuid.UUID) -> Response:
        """Return every comment, oldest first."""
        del request
        comments = list_comments(get_assessment_or_404(self.engagement, assessment_id))
        return Response(CommentSerializer(comments, many=True).data)

    @extend_schema(operation_id="comments_create", request=CommentSerializer, responses={201: CommentSerializer})
    def post(self, request: Request, assessment_id: uuid.UUID) -> Response:
        """Comment on an item, in everybody's thread or a participant's."""
        assessment = get_assessment_or_404(self.engagement, assessment_id)
        new = CommentSerializer(data=request.data)
        new.is_valid(raise_exception=True)
        item, participant_id = new.validated_data["item"], new.validated_data["participant_id"]
        if item not in {one.key for one in get_instrument(assessment).list_items()}:
            raise ValidationError({"item": ["There is no such item."]})
        participant = find_participant(assessment, str(participant_id)) if participant_id else None
        if participant_id and participant is None:
            raise ValidationError({"participant": ["There is no such participant."]})
        comment = add_comment(
            assessment=assessment,
            item=item,
            text=new.validated_data["text"],
            participant=participant,
            author=signed_in(request),
        )
        return Response(CommentSerializer(comment).data, status=201)


class CommentView(EngagementAPIView):
    """One comment."""

    actions = {"PUT": Action.MANAGE_ASSESSMENT}

    @extend_schema(operation_id="comments_resolve", request=ResolvedSerializer, responses=CommentSerializer)
    def put(self, request: Request, assessment_id: uuid.UUID, comment_id: uuid.UUID) -> Response:
        """Mark a comment as dealt with, or take that back."""
        comment = get_comment_or_404(get_assessment_or_404(self.engagement, assessment_id), comment_id)
        said = ResolvedSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        resolve_comment(comment=comment, is_resolved=said.validated_data["resolved"], actor=signed_in(request))
        return Response(CommentSerializer(comment).data)


class ActionListView(EngagementAPIView):
    """The actions of an assessment's plan."""

    actions = {"GET": Action.VIEW_READINESS, "POST": Action.MANAGE_ASSESSMENT}

    @extend_schema(operation_id="actions_list", responses=ActionSerializer(many=True))
    def get(self, request: Request, assessment_id: uuid.UUID) -> Response:
        """Return the actions in the order they were planned."""
        del request
        lines = plan_page(get_assessment_or_404(self.engagement, assessment_id)).lines
        return Response(ActionSerializer(lines, many=True).data)

    @extend_schema(operation_id="actions_create", request=NewActionSerializer, responses={201: ActionSerializer})
    def post(self, request: Request, assessment_id: uuid.UUID) -> Response:
        """Plan an action; a gap that has one already gets no second."""
        assessment = get_assessment_or_404(self.engagement, assessment_id)
        new = NewActionSerializer(data=request.data)
        new.is_valid(raise_exception=True)
        content = read_action(new.validated_data)
        if content.item and content.item not in {one.key for one in get_instrument(assessment).list_items()}:
            raise ValidationError({"item": ["There is no such item."]})
        planned = plan_actions(assessment=assessment, contents=[content], actor=signed_in(request))
        if not planned:
            raise ValidationError({"item": ["This gap has an action already."]})
        return Response(_action(assessment, planned[0].id), status=201)


class ActionView(EngagementAPIView):
    """One action."""

    actions = {"GET": Action.VIEW_READINESS, "PUT": Action.MANAGE_ASSESSMENT}

    @extend_schema(operation_id="actions_retrieve", responses=ActionSerializer)
    def get(self, request: Request, assessment_id: uuid.UUID, action_id: uuid.UUID) -> Response:
        """Return an action, with what the next assessment showed of it."""
        del request
        return Response(_action(get_assessment_or_404(self.engagement, assessment_id), action_id))

    @extend_schema(operation_id="actions_update", request=ActionSerializer, responses=ActionSerializer)
    def put(self, request: Request, assessment_id: uuid.UUID, action_id: uuid.UUID) -> Response:
        """Change an action whole; its gap stays what it was."""
        assessment = get_assessment_or_404(self.engagement, assessment_id)
        action = get_action_or_404(assessment, action_id)
        new = ActionSerializer(data=request.data)
        new.is_valid(raise_exception=True)
        content = read_action(new.validated_data, action)
        change_action(action=action, content=content, actor=signed_in(request))
        return Response(_action(assessment, action.id))


def _action(assessment: Assessment, action_id: uuid.UUID) -> object:
    for line in plan_page(assessment).lines:
        if line.id == action_id:
            return ActionSerializer(line).data
    raise Http404
