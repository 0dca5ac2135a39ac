"""The one address of packages. What says which package it is stands behind the "#" of a link and reaches no server."""

from django.urls import path

from yarrow.pocket import unpacking

app_name = "packages"
urlpatterns = [path("", unpacking.unpack, name="unpack")]
