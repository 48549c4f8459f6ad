"""Starts the worker that Assay's engines pytorch-python and pytorch-compile run their models in.

Assay unpacks this folder and starts it with the user's Python.
Kept free of newer syntax, so that an old Python can still say that it is too old.
"""

import json
import sys

PROTOCOL = 1

if sys.version_info < (3, 9):
    print(
        json.dumps(
            {
                "assay": "python-worker",
                "protocol": PROTOCOL,
                "error": {
                    "kind": "ENVIRONMENT",
                    "message": "%s is Python %s: Assay's worker needs 3.9 or newer; name another with the option"
                    " 'python' or in ASSAY_PYTHON" % (sys.executable, sys.version.split()[0]),
                },
            }
        ),
        flush=True,
    )
    sys.exit(1)

from assay_worker import server

server.main(PROTOCOL)
