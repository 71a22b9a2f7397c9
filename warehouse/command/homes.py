"""Opening the home that a command works on, and saying so where its data are simulated."""

from warehouse.command.speech import Speech
from warehouse.ground.homes import opened_home, simulated
from warehouse.ground.settings import Settings


def told_home(speech: Speech) -> Settings:
    """Answers the settings of the environment, its home opened; says on stderr if it is simulated.

    Args:
        speech: To whom it is said.

    Raises:
        WarehouseError: As of opened_home.
    """
    settings = opened_home()
    name = simulated(settings.home, speech.language)
    if name is not None:
        speech.note("cli_simulated", name=name, home=settings.home_given)
    return settings
