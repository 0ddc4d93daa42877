#!/usr/bin/env python3
"""Holds every project file of this repository against the schemas for editors, as an editor would.

    python3 tests/readers/schema.py [FOLDER …]

Every good file must pass, and every file with a planted mistake must not. Ends with 1 where that is not so.
"""

import json
import os
import sys
import tomllib

import jsonschema

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def schema(name):
    with open(os.path.join(ROOT, "docs", "schema", f"{name}.schema.json"), encoding="utf-8") as text:
        read = json.load(text)
    jsonschema.Draft7Validator.check_schema(read)
    return jsonschema.Draft7Validator(read)


SCHEMAS = {"tonghop.toml": schema("tonghop"), "forms": schema("form")}


def of(path):
    return SCHEMAS["tonghop.toml"] if os.path.basename(path) == "tonghop.toml" else SCHEMAS["forms"]


def files(folders):
    for folder in folders:
        for above, _, names in os.walk(folder):
            for name in sorted(names):
                if name == "tonghop.toml" or name.endswith(".toml") and os.path.basename(above) == "forms":
                    yield os.path.join(above, name)


def main():
    folders = sys.argv[1:] or [os.path.join(ROOT, d) for d in ("sample_inputs", "tests")]
    good, bad = 0, []
    for path in files(folders):
        with open(path, "rb") as text:
            value = tomllib.load(text)
        errors = list(of(path).iter_errors(value))
        good += not errors
        bad += [f"{path}: {'.'.join(map(str, e.absolute_path))}: {e.message[:160]}" for e in errors]
    with open(os.path.join(ROOT, "sample_inputs", "forms", "san-tmdt.toml"), "rb") as text:
        form = tomllib.load(text)
    for change in ({"freqency": "month"}, {"layout": "rows"}, {"frequency": "weekly"}, {"deadline_days": -1}, {"indicator": [{"code": "1", "name": "x", "type": "cuont"}]}, {"rule": [{"id": "x"}]}, {"columns": {"lable": ["x"]}}):
        if not list(SCHEMAS["forms"].iter_errors(form | change)):
            bad.append(f"accepted: {change}")
    print("\n".join(bad))
    print(f"{good} project files fit the schemas; {len(bad)} do not")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
