"""The one address of every deed."""

from django.urls import path

from kinbridge.sync import views

urlpatterns = [
    path("do/<slug:deed>/<uuid:key>/", views.do, name="do"),
    path("do/<slug:deed>/<uuid:key>/blank/", views.blank, name="blank"),
    path("exchange/", views.exchange, name="exchange"),
    path("file/arriving/<uuid:key>/", views.arriving, name="arriving"),
    path("diverged/", views.diverged, name="diverged"),
]
