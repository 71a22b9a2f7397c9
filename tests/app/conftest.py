"""What the tests of pages share."""

from tests.app.loaded import loaded_home

__all__ = ["loaded_home"]
