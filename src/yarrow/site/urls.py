"""Every address. Pages of a project live under /p/<code>/…; rooms are added here as they open."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from yarrow.site import access as access

handler500 = "yarrow.staff.failures.broke"

in_project: list[URLPattern | URLResolver] = [
    path("", include("yarrow.desk.urls")),
    path("people/", include("yarrow.people.urls")),
    path("agencies/", include("yarrow.agencies.urls")),
    path("", include("yarrow.evaluation.urls")),
    path("alerts/", include("yarrow.alerts.urls")),
    path("panels/", include("yarrow.panels.urls")),
    path("referrals/", include("yarrow.referrals.urls")),
    path("justice/", include("yarrow.justice.urls")),
    path("plans/", include("yarrow.plans.urls")),
    path("contacts/", include("yarrow.contacts.urls")),
    path("forms/", include("yarrow.measures.urls")),
    path("surveys/", include("yarrow.surveys.urls")),
    path("languages/", include("yarrow.languages.urls")),
    path("community/", include("yarrow.community.urls")),
    path("reports/", include("yarrow.safety.urls")),
    path("sharing/", include("yarrow.sharing.urls")),
    path("workers/", include("yarrow.staff.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("yarrow.staff.entrance_urls")),
    path("", include("yarrow.staff.allauth_urls")),
    path("", include("yarrow.desk.door_urls")),
    path("languages/", include("yarrow.languages.door_urls")),
    path("s/", include("yarrow.pocket.urls")),
    path("k/", include("yarrow.pocket.package_urls")),
    path("c/", include("yarrow.pocket.challenge_urls")),
    path("m/", include("yarrow.pocket.member_urls")),
    path("r/", include("yarrow.pocket.report_urls")),
    path("setup/", include("yarrow.staff.setup_urls")),
    path("p/<slug:project>/", include(in_project)),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("yarrow.demo.urls")))
