"""What depends on the insides of Streamlit, Altair or dbt is known in few places, each told here.

A new version may change insides without a word; then these are the files to look through.
"""

import re

import pytest

from warehouse.ground.project_files import PROJECT_DIR

ROOMS = ("app", "loaders", "warehouse", "tests", "benchmarks")
HERE = "tests/test_foreign_insides.py"

INSIDES = {
    "the names of Streamlit's parts on a page": (
        r"data-testid|data-test-|\.st[A-Z]\w+|st-key-|data-stale",
        {
            "app/site/streamlit.css",
            "app/site/page.js",
            "tests/browser/streamlit_parts.py",
            "benchmarks/browser.py",
        },
    ),
    "the HTML that Streamlit begins with": (
        r"index\.html|get_static_dir|__streamlit\b",
        {"app/site/streamlit_insides.py"},
    ),
    "the addresses that Streamlit's server answers": (
        r"/_stcore/",
        {
            "app/site/streamlit_insides.py",
            "warehouse/command/serving.py",
            "tests/app/test_doors.py",
            "tests/browser/streamlit_parts.py",
            "benchmarks/readers.py",
        },
    ),
    "Streamlit's session state": (r"\bst\.session_state", {"app/base/session.py"}),
    "how Altair checks and copies charts": (
        r"schemapi|NamedData|validate=False|top_level",
        {"app/figure/altair_insides.py"},
    ),
    "what dbt says while it runs, and of what came of it": (
        r"EventMsg|NodeFinished|RunExecutionResult",
        {"warehouse/builds/dbt_runs.py"},
    ),
    "how dbt writes down the nodes of a project": (
        r"\"(compiled_code|relation_name|block_contents)\"|\bmanifest\.json\"",
        {"warehouse/builds/manifest.py", "warehouse/builds/dbt_runs.py"},
    ),
}


@pytest.mark.parametrize("what", INSIDES)
def test_insides_of_others_are_known_only_where_this_says(what: str) -> None:
    pattern, known = INSIDES[what]
    found = {
        name
        for room in ROOMS
        for path in (PROJECT_DIR / room).rglob("*")
        if path.suffix in {".py", ".css", ".js"}
        and (name := str(path.relative_to(PROJECT_DIR))) != HERE
        and re.search(pattern, path.read_text(encoding="utf-8"))
    }
    assert found == known
