"""The API's way into engagements, and the base of every API view below one."""

import uuid
from collections.abc import Mapping
from typing import ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import fence
from accounts.access import Action, allowed_actions, get_engagement_or_404, signed_in, visible_engagements
from accounts.models import Engagement


class EngagementAPIView(APIView):
    """A view of a route with `<uuid:engagement_id>`: authorised before its method runs, which finds `self.engagement`.

    `actions` names, for each method, what the person must be allowed to do. Foreign answers 404, a wrong role 403.
    """

    actions: ClassVar[Mapping[str, Action]] = {}
    engagement: Engagement

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        method = "GET" if request.method == "HEAD" else str(request.method)
        if method not in self.actions:
            raise MethodNotAllowed(method)
        engagement_id = uuid.UUID(str(self.kwargs.pop("engagement_id")))
        self.engagement = get_engagement_or_404(signed_in(request), engagement_id, self.actions[method])
        fence.enter(self.engagement)


class EngagementSerializer(serializers.ModelSerializer[Engagement]):
    """An engagement: one client, one period, one scope."""

    client = serializers.CharField(source="client.name", read_only=True)
    consultancy = serializers.CharField(source="client.consultancy.name", read_only=True)

    class Meta:
        model = Engagement
        fields = ["id", "name", "client", "consultancy", "scope", "period_start", "period_end", "created_at"]
        read_only_fields = fields


class EngagementDetailSerializer(EngagementSerializer):
    """An engagement with what the asking person may do there."""

    actions = serializers.SerializerMethodField()

    class Meta(EngagementSerializer.Meta):
        fields = [*EngagementSerializer.Meta.fields, "actions"]
        read_only_fields = fields

    def get_actions(self, engagement: Engagement) -> list[str]:
        return sorted(allowed_actions(signed_in(self.context["request"]), engagement))


class EngagementListView(generics.ListAPIView[Engagement]):
    """The engagements that you can open."""

    serializer_class = EngagementSerializer
    queryset = Engagement.objects.none()

    def get_queryset(self) -> QuerySet[Engagement]:
        return visible_engagements(signed_in(self.request))


class EngagementView(EngagementAPIView):
    """One engagement."""

    actions = {"GET": Action.VIEW_ENGAGEMENT}

    @extend_schema(operation_id="engagements_retrieve", responses=EngagementDetailSerializer)
    def get(self, request: Request) -> Response:
        """Return the engagement and what you may do in it."""
        return Response(EngagementDetailSerializer(self.engagement, context={"request": request}).data)
