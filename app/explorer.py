"""The explorer: page configuration and navigation, nothing else."""

from app import frame
from app.views import data, trends

frame.open_page()
pages = frame.pages(
    {
        "group_standing": [("trends", trends.show)],
        "group_data": [("data", data.show)],
    }
)
frame.run(pages)
