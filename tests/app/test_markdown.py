"""What files and names say is text on every page, never Markdown, HTML or a formula."""

import ast
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from app.base.markdown import in_markdown, message
from app.base.words import Words
from app.figure import tables
from tests.app.test_upload import open_page, send
from warehouse.ground.project_files import PROJECT_DIR

ZH = Words("zh")
JOINT = "\u2060"

# What CommonMark, GFM and Streamlit's own additions would make something of.
HOSTILE = [
    "![](http://127.0.0.1:9/x.png)",
    "![a][b]\n\n[b]: http://127.0.0.1:9/x.png",
    "[click](http://127.0.0.1:9)",
    "<http://127.0.0.1:9>",
    "http://127.0.0.1:9/a",
    "www.example.com",
    "somebody@example.com",
    "<img src=http://127.0.0.1:9/x.png>",
    "<script>alert(1)</script>",
    "&lt;img&gt;",
    "$\\href{http://x}{y}$",
    ":red[text]",
    ":material/delete:",
    ":smile:",
    "# heading",
    "- list",
    "1. list",
    "1) list",
    "> quote",
    "| a | b |\n|---|---|",
    "~~gone~~",
    "**bold** _slanted_ `code`",
    "```\ncode\n```",
    "a -> b <- c => d",
    "[^1]",
    "\\[x\\]",
    "---",
    "===",
]


def shown(markdown: str) -> str:
    """Answers the text that CommonMark makes of what has no more signs than escaped ones."""
    return re.sub(r"\\([\\`*\[\]<>#|~$&_])", r"\1", markdown).replace(JOINT, "")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_shown_as_it_is_and_no_sign_is_left_to_obey(text: str) -> None:
    made = in_markdown(text)
    assert shown(made) == text
    bare = re.sub(r"\\[\\`*\[\]<>#|~$&_]", "x", made)
    assert not re.search(r"[\[\]<>`*$|~#&]|:(?=[A-Za-z/+_-])|www(?=\.)|\w@\w", bare)
    assert not re.search(r"^\s*(\d+[.)]\s|[-+=])", bare, re.MULTILINE)


@pytest.mark.parametrize("text", ["报表.csv", "/srv/a_b-c/d.csv", "2015年 10:20", "a@ b", "8.5%"])
def test_a_plain_name_stays_as_it_is(text: str) -> None:
    assert in_markdown(text) == text


def test_only_what_a_message_names_is_shown_as_it_is() -> None:
    said = message(ZH, "no_figures", measure="[x](http://y)", regions="嘉兴市")
    assert "`docs/`" in said  # our own sign
    assert "\\[x\\](http:" in said


SINKS = {
    *("markdown", "caption", "error", "warning", "info", "success", "write", "toast", "expander"),
    *("tabs", "spinner", "popover", "button", "download_button", "link_button", "checkbox"),
    *("selectbox", "multiselect", "segmented_control", "file_uploader"),
    *("radio", "toggle", "pills", "metric", "title", "header", "subheader", "status"),
}
MADE_SAFE = (
    "in_markdown(",
    "message(",
    "_ingredients(",
    "title",
    "label",
    "hint",
    "ending.upper()",
    "says",  # told by the callers of taking.button
)
NUMBERS = ("numbers.count(", "len(", "row['target_year']", "MAX_REGIONS", "size")


def is_safe(argument: ast.expr) -> bool:
    """Answers whether an argument is a message without texts in it, or has been made safe."""
    match argument:
        case ast.Call(func=ast.Name(id="words"), args=[_], keywords=keywords):
            return all(ast.unparse(each.value).startswith(NUMBERS) for each in keywords)
        case ast.BoolOp(values=[value, _]) | ast.IfExp(body=value) | ast.ListComp(elt=value):
            return is_safe(value)
    return ast.unparse(argument).startswith(MADE_SAFE)


def test_every_text_that_streamlit_reads_as_markdown_has_been_made_safe() -> None:
    unsafe, seen = [], 0
    for path in sorted((PROJECT_DIR / "app").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id in {"st", "line", "top", "taking"}
                and node.func.attr in SINKS
                and node.args
            ):
                seen += 1
                told = [each.value for each in node.keywords if each.arg in ("help", "says")]
                if not all(map(is_safe, (node.args[0], *told))):
                    unsafe.append(f"{path.name}:{node.lineno} {ast.unparse(node.args[0])}")
    assert unsafe == []
    assert seen > 20


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil", "file:///"]
)
def test_a_link_of_data_leads_to_a_web_page_or_nowhere(address: str) -> None:
    made = tables.table("c", [tables.Column("<b>")], [[("<i>x</i>", address)]])
    assert "<a " not in made
    assert "<i>" not in made
    assert "<b>" not in made


def packed(name: str) -> bytes:
    """Answers an archive of two files, of which one has this name."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, "x")
        archive.writestr("b.csv", "x")
    return made.getvalue()


@pytest.mark.parametrize(
    "name", ["![](http:||127.0.0.1:9|x.png)", ":red[x] $y$", "a\x1b[2J\u202eb"]
)
def test_a_refusal_on_the_upload_page_is_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    app = send(open_page(tmp_path, monkeypatch), ("a.zip", packed(name)), (f"{name}.csv", "开会\n"))
    assert not app.exception
    drawn = [each.value for each in (*app.markdown, *app.caption, *app.error)]
    drawn += [each.label for each in app.expander]
    assert sum("\\[" in each for each in drawn) >= (2 if "[" in name else 0)
    assert not [
        each for each in drawn if re.search(r"(?<!\\)\]\(|:red\[|(?<!\\)\$|\x1b|\u202e", each)
    ]
