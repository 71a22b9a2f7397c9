"""Which home a reader looks at: the server's own, or the simulated city that lies beside it.

The address says which (home=demo), so that a link shows the same, and each reader has a choice of
his own. Nothing is kept by home: answers are kept by the path of a build, which no two homes share.
What is made after a page's run, such as a file to take away, is made by a thread that knows of no
reader; it is told beforehand (later).
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Final, TypeVar

from app.base import session
from app.base.words import Words
from warehouse.ground import homes
from warehouse.ground.messages import Language
from warehouse.ground.settings import Settings

DEMO: Final = homes.DEMO
Made = TypeVar("Made")
# The name of the home for which something is made after the page's run.
_READ: Final = ContextVar[str | None]("home", default=None)


def settings() -> Settings:
    """Answers the settings of the home that this reader looks at.

    Raises:
        WarehouseError: As of Settings.from_environment.
    """
    return named(name())


def name() -> str:
    """Answers what the address calls the reader's home; nothing for the server's own."""
    told = _READ.get()
    return str(session.remembered("parameters", {}).get("home", "")) if told is None else told


def named(called: str) -> Settings:
    """Answers the settings of the home that an address names; of one that is not there, our own.

    Args:
        called: DEMO, or nothing.
    """
    own = Settings.from_environment()
    beside = homes.demo_home(own)
    return beside if called == DEMO and _is_shown(beside) else own


def has_demo() -> bool:
    """Answers whether the simulated city lies beside the server's own home, ready to be shown."""
    own = Settings.from_environment()
    beside = homes.demo_home(own)
    return beside.home != own.home and _is_shown(beside)


def simulated(language: Language) -> str | None:
    """Answers what is simulated in the home that the reader looks at; None where it is true data.

    Args:
        language: In which language its name is wanted.
    """
    return homes.simulated(settings().home, language)


def mark(words: Words) -> str:
    """Answers the sentence that says that all is simulated; nothing where it is true data."""
    called = simulated(words.language)
    return words("simulated", name=called) if called else ""


def later(make: Callable[[], Made]) -> Callable[[], Made]:
    """Answers the same function, to be called after the page's run for the same reader."""
    called = name()

    def made() -> Made:
        token = _READ.set(called)
        try:
            return make()
        finally:
            _READ.reset(token)

    return made


def _is_shown(settings: Settings) -> bool:
    return settings.current.exists() and homes.simulation(settings.home) is not None
