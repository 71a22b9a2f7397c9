"""Reading whole columns: each distinct spelling once, with what is wrong kept beside the value."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeAlias

import polars as pl

from loaders.words.reading import Reading

Reader: TypeAlias = Callable[[str], Reading[Any]]
Fast: TypeAlias = Callable[[pl.Series], pl.Series]
Memory: TypeAlias = dict[str, dict[str, Reading[Any]]]

REASONS = "reason_codes"
DETAIL = "detail"
FLAGS = "flags"
# Between the details of a row's reasons.
LINE = "\n"
# Stands between texts that are read together.
SEPARATOR = "\x1f"
# Spellings remembered of one column; beyond it they are hardly repeated.
REMEMBERED = 200_000


def nothing(height: int) -> pl.Series:
    """Answers a column of nulls."""
    return pl.Series([None], dtype=pl.String).new_from_index(0, height)


def joined_keys(*parts: pl.Series) -> pl.Series:
    """Answers texts of several columns as one, to be read together; nulls as empty texts."""
    safe = [
        _without_separator(part.fill_null("")).alias(f"{index}") for index, part in enumerate(parts)
    ]
    frame = pl.DataFrame(safe)
    return frame.select(pl.concat_str(pl.all(), separator=SEPARATOR).alias("keys"))["keys"]


def new_memory() -> Memory:
    """Answers an empty memory of what spellings mean, column by column."""
    return defaultdict(dict)


class Columns:
    """The columns of one batch, read one after the other.

    Attributes:
        texts: The canonical columns as text.
    """

    def __init__(self, texts: pl.DataFrame, memory: Memory) -> None:
        """Starts with nothing read and nothing wrong."""
        self.texts = texts
        self._memory = memory
        self._reasons: list[pl.Series] = []
        self._details: list[pl.Series] = []
        self._flags: list[pl.Series] = []

    def text(self, name: str) -> pl.Series:
        """Answers a column's text; nulls where the form does not have the column."""
        if name in self.texts.columns:
            return self.texts[name]
        return nothing(self.texts.height).alias(name)

    def read(
        self,
        name: str,
        reader: Reader,
        dtype: pl.DataType | type[pl.DataType],
        *,
        texts: pl.Series | None = None,
        fast: Fast | None = None,
    ) -> pl.Series:
        """Answers a column's values, keeping the reasons of what could not be read.

        Args:
            name: The canonical column; what its spellings mean is remembered under it.
            reader: Reads one spelling.
            dtype: What the values are.
            texts: The texts to read, where they are not the column's own.
            fast: Reads the common spellings at once, and leaves null what it is not sure of.

        Returns:
            The values, null where there was no text or it could not be read.
        """
        texts = self.text(name) if texts is None else texts
        sure = fast(texts) if fast else None
        left = texts if sure is None else texts.filter(sure.is_null())
        spellings = left.drop_nulls().unique().to_list()
        if not spellings:
            return sure if sure is not None else texts.cast(dtype)
        known = self._readings(name, spellings, reader)
        self._keep(name, texts, known)
        if sure is None and all(each.value == text for text, each in known.items()):
            return texts
        values = texts.replace_strict(
            list(known), [each.value for each in known.values()], default=None, return_dtype=dtype
        )
        return values if sure is None else sure.zip_with(sure.is_not_null(), values)

    def refuse(self, where: pl.Series, reason: str, detail: pl.Series | str | None = None) -> None:
        """Keeps a reason for the rows where something holds.

        Args:
            where: True for the rows meant; null is not true.
            reason: The reason's code.
            detail: What was found, the same for all rows or row by row.
        """
        if not where.any():
            return
        wanted = where.fill_null(value=False)
        self._reasons.append(_where(wanted, reason))
        found = detail if isinstance(detail, pl.Series) else _where(wanted, detail or "")
        self._details.append(found.fill_null("").zip_with(wanted, nothing(len(found))))

    def judgement(self) -> list[pl.Series]:
        """Answers the reasons, details and flags found so far, one text a row, null for none.

        A row has as many lines of detail as it has reasons, in their order.
        """
        return [
            _joined(REASONS, self._reasons, "|", self.texts.height),
            _joined(DETAIL, self._details, LINE, self.texts.height),
            _joined(FLAGS, self._flags, "|", self.texts.height),
        ]

    def _readings(self, name: str, spellings: list[str], reader: Reader) -> dict[str, Reading[Any]]:
        # One column may have two readers: 未发生 is zero of a count, and no amount.
        memory = self._memory[f"{name} by {reader.__qualname__}"]
        if len(memory) > REMEMBERED:
            memory.clear()
        for text in spellings:
            if text not in memory:
                memory[text] = reader(text)
        return {text: memory[text] for text in spellings}

    def _keep(self, name: str, texts: pl.Series, known: dict[str, Reading[Any]]) -> None:
        reasons = {text: each.reason for text, each in known.items() if each.reason}
        if reasons:
            self._reasons.append(_mapped(texts, reasons))
            details = {text: " ".join((known[text].detail or text).split()) for text in reasons}
            self._details.append(_mapped(texts, details))
        flags = {
            text: "|".join(f"{name}:{flag}" for flag in each.flags)
            for text, each in known.items()
            if each.flags
        }
        if flags:
            self._flags.append(_mapped(texts, flags))


def _without_separator(texts: pl.Series) -> pl.Series:
    if texts.str.contains(SEPARATOR, literal=True).any():
        return texts.str.replace_all(SEPARATOR, " ", literal=True)
    return texts


def _mapped(texts: pl.Series, meanings: dict[str, Any]) -> pl.Series:
    return texts.replace_strict(
        list(meanings), list(meanings.values()), default=None, return_dtype=pl.String
    )


def _where(where: pl.Series, text: str) -> pl.Series:
    return pl.Series([text]).new_from_index(0, len(where)).zip_with(where, nothing(len(where)))


def _joined(name: str, parts: list[pl.Series], separator: str, height: int) -> pl.Series:
    if not parts:
        return nothing(height).alias(name)
    frame = pl.DataFrame([part.alias(f"{index}") for index, part in enumerate(parts)])
    joined = pl.concat_str(pl.all(), separator=separator, ignore_nulls=True)
    is_any = pl.any_horizontal(pl.all().is_not_null())
    return frame.select(pl.when(is_any).then(joined).alias(name))[name]
