"""The site's addresses with the demo's page, as they are under YARROW_DEMO=1."""

from django.urls import include, path

from yarrow.site.urls import urlpatterns as sites

urlpatterns = [*sites, path("demo/", include("yarrow.demo.urls"))]
