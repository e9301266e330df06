"""What botocore's validator says of broken requests, as it prints it: a line of JSON for each, with the operation,
the text, what is reported, and for each report the JSON Pointers that its name may mean."""

import json
import random
import sys

from botocore.exceptions import ParamValidationError
import botocore.session

from botocore_differential import PAYLOADS, Validator, cases, operations, payload, refusals

service = botocore.session.Session().get_service_model("ssm")
names = operations()
requests = [(operation, text) for _, operation, text in cases(names)]
for seed, name in enumerate(names):
    chance = random.Random(1000 + seed)
    shape = service.operation_model(name).input_shape
    requests += [(name, payload(shape, chance)) for _ in range(PAYLOADS // 3)]

for operation, text in requests:
    shape = service.operation_model(operation).input_shape
    errors = Validator().validate(json.loads(text), shape)
    if not errors.has_errors():
        continue
    said = str(ParamValidationError(report=errors.generate_report()))
    pointers = [sorted(paths) for _, paths in refusals(shape, text)]
    print(json.dumps({"operation": f"ssm:{operation}", "text": text, "said": said, "pointers": pointers}))
sys.exit(0)
