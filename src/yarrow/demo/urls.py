"""The page of sign-ins, in the demo only."""

from django.urls import path

from yarrow.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.list_sign_ins, name="list_sign_ins"),
]
