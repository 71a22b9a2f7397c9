"""The documents and files that the seeds were compiled from, in ../shared: not in the repository.

A test that reads them is marked with `reads_originals`; where the folder is absent it is skipped.
"""

from typing import Final

import pytest

from warehouse.ground.project_files import PROJECT_DIR

ORIGINALS: Final = PROJECT_DIR.parent / "shared"
DATA: Final = ORIGINALS / "data"
RECORDS: Final = DATA / "records"

reads_originals = pytest.mark.skipif(
    not ORIGINALS.is_dir(),
    reason="the originals that the seeds were compiled from (../shared) are not in the repository",
)
