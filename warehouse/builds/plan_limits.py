"""What a plan cannot hold: such a project is built by dbt itself, as before."""

import re
from collections.abc import Iterator

from warehouse.builds.manifest import Manifest, Node

KINDS = {"seed": {"seed"}, "model": {"table", "view"}, "test": {"test"}}
LANGUAGES = {"sql", "python"}
RULES = {"not_null", "unique", "primary_key"}
# Configurations that would make dbt send more, or something else, than the plan knows.
CONFIGURED = (
    *("pre-hook", "post-hook", "grants", "indexes", "sql_header", "limit", "store_failures"),
    *("store_failures_as", "quote_columns", "partitioned_by", "partition_by", "sorted_by"),
    *("sort_by", "plugin", "location"),
)
# What makes SQL that holds only for the day, or the data, it was compiled for.
PASSING = re.compile(
    r"\b(run_started_at|invocation_id|run_query|load_result|modules\.datetime)\b"
    r"|\bcall\s+statement\b|\badapter\.(?!dispatch\b|quote\b)"
)
# Macros of these names only say where things are kept: dbt has used them when it compiled.
OWN_NAMES = re.compile(r"macro\.[^.]+\.generate_(schema|alias|database)_name$")


class UnplannableError(Exception):
    """A project holds what a plan cannot.

    Attributes:
        reason: What it is, in a sentence for the log.
    """

    def __init__(self, node: Node | None, what: str) -> None:
        """Says what cannot be held, and in which node."""
        self.reason = f"{node.file}: {what}" if node else what
        super().__init__(self.reason)


def check_plannable(manifest: Manifest) -> None:
    """Checks that a plan can hold a project.

    Raises:
        UnplannableError: It cannot; its reason names the first node and why.
    """
    if manifest.hooks:
        raise UnplannableError(None, f"there is a hook, {manifest.hooks[0]}")
    for key, text in manifest.macros.items():
        if key in manifest.shadowing and not OWN_NAMES.match(key):
            raise UnplannableError(None, f"{key} replaces a macro of dbt")
        if passing := PASSING.search(text):
            raise UnplannableError(None, f"{key} uses {passing.group()}")
    for node in manifest.nodes.values():
        for reason in _reasons(node):
            raise UnplannableError(node, reason)


def _reasons(node: Node) -> Iterator[str]:
    if node.materialized not in KINDS.get(node.kind, ()):
        yield f"a {node.kind} kept as {node.materialized or 'nothing'} is made by dbt alone"
    if node.language not in LANGUAGES:
        yield f"it is written in {node.language}"
    if node.language == "python" and (node.is_under_contract or node.materialized != "table"):
        yield "it is written in python and is not a plain table"
    for name in CONFIGURED:
        if node.config.get(name):
            yield f"{name} is configured"
    if any(node.config.get("persist_docs", {}).values()):
        yield "persist_docs is configured"
    if passing := PASSING.search(node.raw):
        yield f"it uses {passing.group()}"
    yield from _reasons_of_its_own(node)


def _reasons_of_its_own(node: Node) -> Iterator[str]:
    if node.kind == "seed":
        if node.config.get("delimiter", ",") != "," or node.config.get("fast") is False:
            yield "it is read in another manner"
        if not node.config.get("column_types"):
            yield "no types of its columns are declared"
    if node.kind == "model" and not node.sql:
        yield "dbt compiled nothing for it"
    if node.materialized == "view" and node.is_under_contract:
        yield "a view is under contract"
    of_columns = (rule for each in node.columns.values() for rule in each.constraints)
    rules = [*node.constraints, *of_columns]
    if node.is_under_contract:
        for rule in rules:
            if rule["type"] not in RULES or rule.get("name") or rule.get("expression"):
                yield f"it has a constraint of type {rule['type']}"
        if not all(each.type for each in node.columns.values()):
            yield "a column has no type"
