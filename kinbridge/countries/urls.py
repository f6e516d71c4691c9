"""Addresses of this part."""

from django.urls import path

from kinbridge.countries import views
from kinbridge.foundation.pages import keep_offline

keep_offline("numbers")

urlpatterns = [
    path("now/", views.now, name="now"),
    path("now/worker.js", views.worker, name="now_worker"),
    path("numbers/", views.numbers, name="numbers"),
    path("countries/", views.countries, name="countries"),
    path("country/<str:code>/", views.country, name="country"),
    path("country/<str:code>/lawyer/", views.lawyer, name="lawyer"),
]
