"""What the explorer says, in the language of the page."""

from dataclasses import dataclass

from warehouse.ground.messages import Language, text


@dataclass(frozen=True)
class Words:
    """The words of one language.

    Attributes:
        language: zh or en.
    """

    language: Language

    def __call__(self, code: str, **values: object) -> str:
        """Answers a message of the explorer, its code given without the prefix app_.

        Raises:
            KeyError: There is no such message.
        """
        return text(f"app_{code}", self.language, **values)

    def sentences(self, *said: str) -> str:
        """Answers sentences one after the other; Chinese ones have no blank between them."""
        return (" " if self.language == "en" else "").join(said)

    def column(self, name: str) -> str:
        """Answers the column that holds a name in this language: region_name or region_name_en."""
        return f"{name}_en" if self.language == "en" else name
