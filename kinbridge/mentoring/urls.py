"""Addresses of the desk and the notebook."""

from django.urls import path

from kinbridge.mentoring import views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("notebook/", views.notebook, name="notebook"),
    path("notebook/begin/", views.begin, name="begin_notebook"),
]
