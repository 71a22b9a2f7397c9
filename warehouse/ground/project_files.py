"""Where the project's own files lie: the one place that knows how to get to them.

It imports nothing of ours and nothing slow, so that every module can ask it. Another project
(WAREHOUSE_PROJECT_DIR) that has registries is read by all with these: by dbt and the plan, by
loaders, by words. One without any, such as the tests have, is built with the words of this one.
"""

import os
from pathlib import Path
from typing import Final

PROJECT_DIR: Final = Path(__file__).resolve().parents[2]


def _seeds_dir() -> Path:
    other = Path(os.environ.get("WAREHOUSE_PROJECT_DIR") or PROJECT_DIR).expanduser().absolute()
    has_registries = (other / "seeds" / "reference" / "messages.csv").is_file()
    return (other if has_registries else PROJECT_DIR) / "seeds"


SEEDS_DIR: Final = _seeds_dir()
REFERENCE_DIR: Final = SEEDS_DIR / "reference"
LOADERS_DIR: Final = PROJECT_DIR / "loaders"
