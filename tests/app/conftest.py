"""What the tests of pages share."""

from tests.app.loaded import loaded_home
from tests.app.planned import planned_home
from tests.app.registered import register_home

__all__ = ["loaded_home", "planned_home", "register_home"]
