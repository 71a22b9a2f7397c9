"""What the explorer says, in the language of the page."""

from dataclasses import dataclass

from warehouse.ground.messages import Language, catalogue, text


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

    def within(self, name: str, code: str = "") -> str:
        """Answers a name as it stands within a sentence: deaths per ¥100m of GDP.

        Args:
            name: The name as it stands by itself.
            code: What it names; a few have other words within a sentence, as app_said_CODE.
        """
        other = catalogue().get(f"app_said_{code}")
        if other is not None:
            return other[self.language]
        is_word = self.language == "en" and name[1:2].islower()
        return name[:1].lower() + name[1:] if is_word else name

    def reads(self, note: str | None) -> bool:
        """Answers whether a note that somebody wrote is in this language."""
        is_chinese = any("\u4e00" <= sign <= "\u9fff" for sign in note or "")
        return bool(note) and is_chinese == (self.language == "zh")

    def column(self, name: str) -> str:
        """Answers the column that holds a name in this language: region_name or region_name_en."""
        return f"{name}_en" if self.language == "en" else name
