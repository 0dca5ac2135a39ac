"""The page of sign-ins and the one that shows how pages look, in the demo only."""

from django.urls import path

from yarrow.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.list_sign_ins, name="list_sign_ins"),
    path("style/", views.show_style, name="show_style"),
]
