"""What botocore's own validator refuses, `check` in client form refuses too, at the same path.

The other way round is not asked for: botocore knows no upper bounds, no patterns and no enumerations.
Payloads are those of tests/cases and random ones for every operation of our model. One test is one case
file, or one operation with its random payloads. The last line is the count.
"""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

os.environ["TZ"] = "UTC"  # botocore reads a number as local time first
time.tzset()

import botocore.session  # noqa: E402
from botocore.validate import ParamValidator  # noqa: E402

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MODEL = ROOT / "src" / "services" / "ssm" / "model.json"
CASES = ROOT / "tests" / "cases"
PAYLOADS = int(os.environ.get("DIFFERENTIAL_N", "150"))

TEXTS = ["", "a", "string", "i-0123456789abcdef0", "AWS:Application", "1.0", "$LATEST", "10%", "é\u0301", "漢字",
         "😀", "x" * 40, "\n", "2019-02-18", "true", "5", "\"", "\\", "/"]
NUMBERS = ["0", "-0", "1", "5", "50", "51", "-1", "5.0", "1e1", "1E+1", "0.5", "1.5e300", "1e400", "-1e400",
           "2147483648", "9223372036854775808", "123456789012345678901234567890"]
TIMES = ["0", "1550505600", "1550505600.123", "1.5505056e9", "-1", "1550505600000", "253402300799", "253402300800",
         "-62135596800", "-62135596801", "1e300", "1e400", "true", "null", '"2019-02-18"', '"2019-02-18T16:00:00Z"',
         '"2019-02-18 16:00"', '"2019-02-18t16:00:00.1234567z"', '"2019-02-18T16:00:00+05:30"', '"2019-02-18T16:00-0530"',
         '"2019-02-18T16:00:00+23:59"', '"2019-02-18T16:00:00+24:00"', '"2019-02-18T16:00:00-99:99"',
         '"2019-02-18T24:00:00Z"', '"2019-02-18T16:00:60Z"', '"2019-02-30"', '"0001-01-01"', '"0000-01-01"',
         '"9999-12-31T23:59:59Z"', '"0099-12-31"', '"0031-02-03"', '"07-Jun-2019"', '"1550505600"', '"now"', '""',
         '"2019-02-18T16"', '"2019-02-18T16:00:00.Z"', '"20190218"', '"2019-02-18Z"', '"2019-13-01"']
UNKNOWN = ["items", "Entries", "", "a.b", "a/b~c", "[0]", "😀", "Key", "NextToken", "Items "]


class Validator(ParamValidator):
    """botocore's, except that a time it cannot compute is a finding and not a crash."""

    def _type_check_datetime(self, value):
        try:
            return super()._type_check_datetime(value)
        except (OverflowError, RuntimeError):
            return False


class Number:
    def __init__(self, spelling):
        self.spelling = spelling


class Members(list):
    """An object as pairs, so that a key may stand twice."""


def main():
    service = botocore.session.Session().get_service_model("ssm")
    names = operations()
    tests = [(f"cases {name}", [(operation, text)]) for name, operation, text in cases(names)]
    for seed, name in enumerate(names):
        chance = random.Random(seed)
        shape = service.operation_model(name).input_shape
        tests.append((f"random {name}", [(name, payload(shape, chance)) for _ in range(PAYLOADS)]))

    requests = [request for _, group in tests for request in group]
    answers = iter(checked(requests))
    passed = failed = refused = 0
    for title, group in tests:
        problems = []
        for name, text in group:
            answer = next(answers)
            reported = refusals(service.operation_model(name).input_shape, text)
            refused += bool(reported)
            problems += [f"{problem}\n    {text[:2000]}" for problem in missed(reported, answer)]
        if problems:
            failed += 1
            print(f"FAILED {title}: {len(problems)} missed, the first:\n    {problems[0]}")
        else:
            passed += 1
    if refused < len(requests) // 10:
        failed += 1
        print(f"FAILED botocore refused only {refused} of {len(requests)} payloads: that compares nothing")
    print(f"{len(requests)} payloads, {refused} of them refused by botocore")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def operations():
    shapes = json.loads(MODEL.read_text("utf-8"))["shapes"]
    return sorted(name.split("#")[1] for name, shape in shapes.items() if shape["type"] == "operation")


def cases(names):
    for file in sorted(CASES.rglob("*.json")):
        case = json.loads(file.read_text("utf-8"))
        service, operation = case["operation"].split(":")
        text = case.get("text")
        text = "\n".join(text) if isinstance(text, list) else text
        if service == "ssm" and operation in names and text is not None and is_sound_json(text):
            yield file.relative_to(CASES).with_suffix("").as_posix(), operation, text


def is_sound_json(text):
    def refuse(constant):
        raise ValueError(f"{constant} is no JSON")

    try:
        json.loads(text, parse_constant=refuse)
        return True
    except ValueError:
        return False


def checked(requests):
    lines = "".join(json.dumps({"operation": f"ssm:{name}", "text": text}) + "\n" for name, text in requests)
    node = subprocess.run(["node", str(HERE / "botocore_check.mjs")], input=lines, capture_output=True, encoding="utf-8")
    answers = [json.loads(line) for line in node.stdout.splitlines()]
    if node.returncode or len(answers) != len(requests):
        sys.exit(f"the checker ended after {len(answers)} of {len(requests)} payloads\n{node.stderr}")
    return answers


def refusals(shape, text):
    """What botocore reports: the words, and the paths that it may mean. Its own names are not unambiguous."""
    value = json.loads(text)
    paths = {}
    places(value, shape, "", "", paths)
    found = []
    errors = Validator().validate(value, shape)
    for reason, name, more in errors._errors:
        below = more.get("required_name", more.get("unknown_param"))
        pointers = {path if below is None else join(path, below) for path in paths[name]}
        found.append((f"{reason} at {name or 'input'} {below or ''}", pointers))
    return found


def places(value, shape, name, path, paths):
    paths.setdefault(name, set()).add(path)
    if shape.type_name == "structure" and isinstance(value, dict):
        for key, member in value.items():
            if key in shape.members:
                places(member, shape.members[key], f"{name}.{key}", join(path, key), paths)
    elif shape.type_name == "map" and isinstance(value, dict):
        for key, member in value.items():
            paths.setdefault(f"{name} (key: {key})", set()).add(join(path, key))
            places(member, shape.value, f"{name}.{key}", join(path, key), paths)
    elif shape.type_name == "list" and isinstance(value, list):
        for index, item in enumerate(value):
            places(item, shape.member, f"{name}[{index}]", f"{path}/{index}", paths)


def join(path, key):
    return f"{path}/" + key.replace("~", "~0").replace("/", "~1")


def missed(reported, answer):
    ours = {error["path"] for error in answer["errors"]}
    problems = [f"{words}; ours: {answer['errors']}" for words, pointers in reported if not pointers & ours]
    if reported and answer["ok"]:
        problems.append("`ok` although botocore refuses it")
    return problems


def payload(shape, chance):
    root = sound(shape, chance, 0)
    for _ in range(chance.choice([0, 1, 1, 2, 3])):
        root = spoiled(root, chance)
    return written(root, chance, chance.choice(["", " ", "\n\t", "\r\n  "]), chance.random() < 0.4)


def sound(shape, chance, depth):
    kind = shape.type_name
    if kind == "structure":
        required = shape.metadata.get("required", [])
        wanted = [name for name in shape.members if name in required or (depth < 5 and chance.random() < 0.6)]
        chance.shuffle(wanted)
        return Members((name, sound(shape.members[name], chance, depth + 1)) for name in wanted)
    if kind == "list":
        return [sound(shape.member, chance, depth + 1) for _ in range(shape.metadata.get("min", 0) + chance.choice([0, 0, 1, 2]))]
    if kind == "map":
        return Members((f"{chance.choice(TEXTS)}{n}", sound(shape.value, chance, depth + 1)) for n in range(chance.choice([0, 1, 2])))
    if kind == "timestamp":
        return Number(chance.choice(TIMES))
    if kind in ("integer", "long"):
        return Number(str(chance.choice([shape.metadata.get("min", 1), 5, 50])) if chance.random() < 0.7 else chance.choice(NUMBERS))
    if kind == "boolean":
        return chance.random() < 0.5
    return chance.choice(list(getattr(shape, "enum", [])) or TEXTS)


def spoiled(node, chance):
    """A copy that is broken somewhere below, or here."""
    if isinstance(node, (Members, list)) and node and chance.random() < 0.7:
        index = chance.randrange(len(node))
        copy = type(node)(node)
        copy[index] = (node[index][0], spoiled(node[index][1], chance)) if isinstance(node, Members) else spoiled(node[index], chance)
        return copy
    choice = chance.randrange(7)
    if choice == 0 and isinstance(node, Members):
        return Members([*node, (chance.choice(UNKNOWN), junk(chance))])
    if choice == 1 and isinstance(node, Members) and node:
        return Members([*node, (chance.choice(node)[0], junk(chance))])
    if choice == 2 and isinstance(node, (Members, list)) and node:
        copy = type(node)(node)
        del copy[chance.randrange(len(copy))]
        return copy
    if choice == 3 and isinstance(node, list):
        return Members([*node, ("", None)]) if isinstance(node, Members) else [*node, None]
    if choice == 4:
        return [node]
    if choice == 5:
        return type(node)() if isinstance(node, (Members, list, str)) else None
    return junk(chance)


def junk(chance):
    return chance.choice([None, True, False, "", "text", [], [None], Members(), Members([("a", None)]), Number(chance.choice(NUMBERS))])


def written(node, chance, gap, escaped):
    if isinstance(node, Number):
        return node.spelling
    if isinstance(node, Members):
        pairs = (json.dumps(key, ensure_ascii=escaped) + f"{gap}:{gap}" + written(value, chance, gap, escaped) for key, value in node)
        return "{" + gap + f",{gap}".join(pairs) + gap + "}"
    if isinstance(node, list):
        return "[" + gap + f",{gap}".join(written(item, chance, gap, escaped) for item in node) + gap + "]"
    return json.dumps(node, ensure_ascii=escaped)


if __name__ == "__main__":
    sys.exit(main())
