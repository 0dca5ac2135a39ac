from django.urls import path

from yarrow.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.show_today, name="show_today"),
]
