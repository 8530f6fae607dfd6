"""Names the model files that the pipelines need and this worker does not have, or has with another size."""

import json
import pathlib

HERE = pathlib.Path(__file__).parent


def problem_of(model: dict) -> str | None:
    path = HERE / "models" / model["folder"] / model["name"]
    if not path.exists():
        return f"missing: {model['folder']}/{model['name']} ({model['sizeBytes'] / 1e9:.1f} GB) from {model['source']}"
    size = path.stat().st_size
    if size != model["sizeBytes"]:
        return f"size of {model['folder']}/{model['name']} is {size}, not {model['sizeBytes']}: was its download cut short?"
    return None


for model in json.loads((HERE / "models.json").read_text())["models"]:
    problem = problem_of(model)
    if problem:
        print(problem, flush=True)
