import hashlib
import os
import time

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.views.decorators.http import etag, require_http_methods, require_POST, require_safe

ORDERS = "/srv/orders/taken"


@require_safe
def front_page(request):
    return HttpResponse(os.environ.get("NAME", "django"), content_type="text/plain")


@require_http_methods(["POST", "PUT"])
def echo(request):
    response = HttpResponse(request.body, content_type=request.content_type)
    response["X-Method"] = request.method
    return response


def fields(request):
    """The request's fields as the application saw them."""
    return JsonResponse(dict(request.headers.items()))


def visits(request):
    """Counts the visits of a client that keeps its cookie, and sets a second cookie beside it."""
    request.session["visits"] = request.session.get("visits", 0) + 1
    response = HttpResponse(str(request.session["visits"]), content_type="text/plain")
    response.set_cookie("seen", "yes", httponly=True)
    return response


def stream(request):
    """Lines of unknown number, so gunicorn sends them in chunks; a pause in seconds before each."""
    lines = int(request.GET["lines"])
    pause = float(request.GET.get("pause", 0))

    def body():
        for number in range(lines):
            time.sleep(pause)
            yield "line %d\n" % number

    return StreamingHttpResponse(body(), content_type="text/plain")


def slow(request):
    time.sleep(float(request.GET["seconds"]))
    return HttpResponse("done", content_type="text/plain")


def old(request):
    return HttpResponseRedirect("/page")


def download(request):
    """So many bytes, sent in pieces and with their length."""
    size = int(request.GET["bytes"])
    piece = bytes(range(256)) * 256

    def body():
        left = size
        while left > 0:
            yield piece[:left]
            left -= len(piece)

    response = StreamingHttpResponse(body(), content_type="application/octet-stream")
    response["Content-Length"] = str(size)
    return response


@require_safe
@etag(lambda request: '"page-1"')
def page(request):
    return HttpResponse("<!doctype html><title>page</title><p>A page." + " " * 1000)


@require_POST
def upload(request):
    """Tells what arrived: each file of a form with its length and SHA-256."""
    received = {}
    for name, file in request.FILES.items():
        digest = hashlib.sha256()
        for piece in file.chunks():
            digest.update(piece)
        received[name] = {"length": file.size, "sha256": digest.hexdigest()}
    return JsonResponse(received)


@require_http_methods(["GET", "POST"])
def orders(request):
    """POST takes an order by its number; GET tells the numbers taken here, one a line, in order of arrival."""
    if request.method == "POST":
        number = int(request.POST["number"])
        with open(ORDERS, "a") as taken:
            taken.write("%d\n" % number)
        return HttpResponse(str(number), content_type="text/plain", status=201)
    try:
        with open(ORDERS) as taken:
            return HttpResponse(taken.read(), content_type="text/plain")
    except FileNotFoundError:
        return HttpResponse("", content_type="text/plain")
