"""被乱试的各个入口，按名称。"""

from __future__ import annotations

from importlib import import_module

from benchmarks.fuzz.targets.target import Target

HOMES = {
    "package": "package",
    "sheets": "sheets",
    "patches": "patches",
    "numbers": "numbers",
    "binder": "binder",
    "word": "documents",
    "flat": "documents",
    "html": "documents",
    "text": "documents",
    "tables": "tables",
    "template": "templates",
    "formats": "templates",
    "records": "records",
}
"""The module of each target."""


def target(name: str) -> Target:
    """A target by its name."""
    module = import_module(f"benchmarks.fuzz.targets.{HOMES[name]}")
    for each in getattr(module, "TARGETS", None) or (module.TARGET,):
        if each.name == name:
            found: Target = each
            return found
    raise KeyError(name)
