"""Where the project's own files lie: the one place that knows how to get to them.

It imports nothing of ours and nothing slow, so that every module can ask it.
"""

from pathlib import Path
from typing import Final

PROJECT_DIR: Final = Path(__file__).resolve().parents[2]
SEEDS_DIR: Final = PROJECT_DIR / "seeds"
REFERENCE_DIR: Final = SEEDS_DIR / "reference"
LOADERS_DIR: Final = PROJECT_DIR / "loaders"
