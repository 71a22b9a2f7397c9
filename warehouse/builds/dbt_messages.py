"""What dbt and DuckDB say, cut down to what a reader needs."""

import re

ROWS_SHOWN = 10
SENTENCE_LENGTH = 400
NOT_SAID = r"LINE \d+:|compiled code at |> in macro |Hint:|\^+$"


def plain_lines(message: str) -> str:
    """Answers what dbt says without colours, blank lines, or more lines than can be read."""
    lines = [line.strip() for line in re.sub(r"\x1b\[[0-9;]*m", "", message).splitlines()]
    return "\n".join([line for line in lines if line][: ROWS_SHOWN + 2])


def plain_sentence(message: str) -> str:
    """Answers what dbt or DuckDB says in one line, without position, SQL and file."""
    lines = plain_lines(message).splitlines()
    if len(lines) > 1 and re.match(r"^[\w ]+ Error( in .*)?$", lines[0]):
        lines = lines[1:]
    end = next((n for n, line in enumerate(lines) if re.match(NOT_SAID, line)), len(lines))
    sentence = " ".join(lines[: max(end, 1)])
    return sentence if len(sentence) <= SENTENCE_LENGTH else sentence[: SENTENCE_LENGTH - 1] + "…"
