"""Runs the Python programs whose names stand on standard input, each as a main program, and answers each on file
descriptor 3 with its error, if any."""

import json
import os
import runpy
import sys

with os.fdopen(3, "w", encoding="utf-8") as answers:
    for line in sys.stdin:
        file = line.rstrip("\n")
        error = None
        # Keys of its own tell a program's requests from others'.
        name = os.path.splitext(os.path.basename(file))[0]
        os.environ["HUAWEICLOUD_SDK_AK"] = os.environ["X_AUTH_TOKEN"] = name
        try:
            runpy.run_path(file, run_name="__main__")
        except BaseException as caught:  # a program may also exit
            error = f"{type(caught).__name__}: {caught}"
        answers.write(json.dumps({"file": file, "error": error}) + "\n")
