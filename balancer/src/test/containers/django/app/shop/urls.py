from django.urls import path

from shop import views

urlpatterns = [
    path("", views.front_page),
    path("echo", views.echo),
    path("fields", views.fields),
    path("visits", views.visits),
    path("stream", views.stream),
    path("slow", views.slow),
    path("old", views.old),
    path("download", views.download),
    path("page", views.page),
    path("upload", views.upload),
    path("orders", views.orders),
]
