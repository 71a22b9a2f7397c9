"""The explorer: page configuration and navigation, nothing else."""

from app import access, frame
from app.views import (
    compare,
    data,
    drivers,
    loads,
    method,
    overview,
    plan,
    plans_compared,
    quality,
    target,
    trends,
    upload,
)

frame.open_page()
pages = frame.pages(
    {
        "group_standing": [
            ("overview", overview.show),
            ("trends", trends.show),
            ("compare", compare.show),
            ("drivers", drivers.show),
        ],
        "group_plans": [
            ("plan", plan.show),
            ("target", target.show),
            ("plans_compared", plans_compared.show),
        ],
        "group_data": [
            ("data", data.show),
            ("loads", loads.show),
            ("quality", quality.show),
            ("method", method.show),
            *([("upload", upload.show)] if access.may_upload() else []),
        ],
    },
    before_build={"upload"},
)
frame.run(pages)
