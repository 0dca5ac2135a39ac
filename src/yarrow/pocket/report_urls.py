"""Addresses of the report page. They name no project and say nothing of what is asked."""

from django.urls import path

from yarrow.pocket import coming_back, reporting

app_name = "report"
urlpatterns = [
    path("<slug:door>/", reporting.tell, name="tell"),
    path("<slug:door>/back/", coming_back.come_back, name="come_back"),
]
