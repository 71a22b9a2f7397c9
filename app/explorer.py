"""The explorer: page configuration and navigation, nothing else."""

from importlib import import_module

from app.base import session
from app.page_registry import BEFORE_BUILD, FOR_KEEPERS, PAGES
from app.site import access, page_shell

page_shell.open_page()
may_upload = access.may_upload()
session.settle_sending(is_allowed=may_upload)
hidden = frozenset() if may_upload else FOR_KEEPERS
page_shell.run(
    page_shell.pages(
        {
            group: [
                (code, import_module(module).show)
                for code, module in pages.items()
                if code not in hidden
            ]
            for group, pages in PAGES.items()
        },
        before_build=BEFORE_BUILD,
    )
)
