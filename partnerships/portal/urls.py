"""Addresses of the portal, all below /mijn-partnerschap/."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from partnerships.models import PartnershipPage
from partnerships.portal import partner_views, succession, views


@views.for_coordinators
def step(request: HttpRequest, partnership: PartnershipPage, step: str) -> HttpResponse:
    """One step of the form."""
    chosen = views.step_of(step)
    answer = views.questions if chosen.form else partner_views.partners
    return answer(request, partnership, chosen)


urlpatterns = [
    path("", views.mine, name="portal"),
    path("uitleg/", views.guide, name="portal-guide"),
    path("klopt/<str:token>/", views.confirm, name="portal-confirm"),
    path("<slug:slug>/", views.overview, name="portal-overview"),
    path("<slug:slug>/stap/<slug:step>/", step, name="portal-step"),
    path("<slug:slug>/voorbeeld/", views.preview, name="portal-preview"),
    path("<slug:slug>/inleveren/", views.check_and_hand_in, name="portal-hand-in"),
    path("<slug:slug>/terugtrekken/", views.withdraw, name="portal-withdraw"),
    path("<slug:slug>/weggooien/", views.discard, name="portal-discard"),
    path("<slug:slug>/doorgeven/", succession.hand_over, name="portal-hand-over"),
    path("<slug:slug>/klopt/", views.still_right, name="portal-still-right"),
]
