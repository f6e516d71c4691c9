"""The WSGI application, for servers other than our own. Refuses to start where it is unsafe."""

import os
import sys

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from kinbridge.config.environment import EX_CONFIG, Misconfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinbridge.config.settings")
try:
    application = get_wsgi_application()
except Misconfigured as problem:
    sys.stderr.write(f"{problem}\n")
    raise SystemExit(EX_CONFIG) from problem
import_string("kinbridge.config.starting.refuse_unsafe")()
