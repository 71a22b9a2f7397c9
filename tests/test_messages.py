"""The words of the command: all there, in both languages, none unused."""

import ast
import csv
import string
from collections.abc import Iterator

import pytest

from warehouse.ground.errors import WarehouseError
from warehouse.ground.messages import catalogue, text
from warehouse.ground.project_files import PROJECT_DIR

MESSAGE_PREFIXES = ("cli_", "build_", "error_")


def sources(*folders: str) -> Iterator[ast.AST]:
    """Yields every node of every Python file in some folders of the project."""
    for folder in folders:
        for path in sorted((PROJECT_DIR / folder).rglob("*.py")):
            yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def spoken_codes(*folders: str) -> set[str]:
    """Answers the codes that Python sources pass to text() and note(), or name as `code`."""
    codes: set[str] = set()
    for node in sources(*folders):
        match node:
            case ast.Call(
                func=ast.Attribute(attr="text" | "note") | ast.Name(id="text"),
                args=[ast.Constant(value=str(code)), *_],
            ):
                codes.add(code)
            case ast.Assign(targets=[ast.Name(id="code")], value=ast.Constant(value=str(code))):
                codes.add(code)
    return codes


def placeholders(words: str) -> set[str | None]:
    """Answers the names of the placeholders in a message."""
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


def test_every_code_the_command_speaks_is_in_the_seed() -> None:
    codes = spoken_codes("warehouse")
    assert codes
    assert codes <= set(catalogue())


def test_every_message_of_the_command_is_spoken_somewhere() -> None:
    constants = {
        node.value
        for node in sources("warehouse", "app", "loaders")
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    ours = {code for code in catalogue() if code.startswith(MESSAGE_PREFIXES)}
    assert ours - constants == set()


def test_chinese_and_english_name_the_same_values_and_neither_is_empty() -> None:
    for code, words in catalogue().items():
        assert words["zh"], code
        assert words["en"], code
        chinese, english = placeholders(words["zh"]), placeholders(words["en"])
        # English may leave out what only Chinese says, such as a measure word.
        assert english <= chinese, code
        assert english == chinese or not code.startswith(MESSAGE_PREFIXES), code


def test_messages_are_sorted_by_code_and_each_code_is_there_once() -> None:
    with (PROJECT_DIR / "seeds/reference/messages.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = [row["message_code"] for row in rows]
    assert codes == sorted(set(codes))
    assert {row["message_kind"] for row in rows} <= {"word", "sentence", "reason", "status"}


def test_an_unknown_code_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(KeyError):
        text("cli_no_such_message", "en")


def test_every_error_has_a_status_a_user_can_rely_on() -> None:
    kinds = WarehouseError.__subclasses__()
    assert kinds
    assert {kind.exit_status for kind in kinds} == {1, 2}
