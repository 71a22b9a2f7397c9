"""Tests that need what is not in the repository say so in one way."""

import re

from tests.originals import ORIGINALS
from warehouse.ground.project_files import PROJECT_DIR

HERE = {"originals.py", "test_originals.py"}


def test_only_one_module_of_tests_knows_where_the_originals_lie() -> None:
    assert ORIGINALS.parent == PROJECT_DIR.parent
    mentions = {
        path.name
        for path in (PROJECT_DIR / "tests").rglob("*.py")
        if re.search(r"""["'/]shared["'/]""", path.read_text(encoding="utf-8"))
    }
    assert mentions <= HERE | {"test_readers_workbooks.py"}  # a shared formula of a workbook
