"""Speaking to the person at the terminal: results on stdout, everything else on stderr."""

from dataclasses import dataclass

import typer

from warehouse.ground.messages import Language, text
from warehouse.ground.visible import visible


@dataclass(frozen=True)
class Speech:
    """One language, and the two streams to speak it on."""

    language: Language

    def text(self, code: str, **values: object) -> str:
        """Answers a message in this language."""
        return text(code, self.language, **values)

    def note(self, code: str, **values: object) -> None:
        """Says a message for people, on stderr."""
        self.lines([self.text(code, **values)])

    def lines(self, lines: list[str]) -> None:
        """Says lines for people, on stderr."""
        for line in lines:
            typer.echo(visible(line), err=True)

    def result(self, line: str) -> None:
        """Prints a line of the result, on stdout, at once."""
        typer.echo(visible(line))

    def name(self, name: str, name_en: str) -> str:
        """Answers the one of two names that is in this language."""
        return name if self.language == "zh" else name_en
