"""The pages of the explorer: for each group of the navigation, code (its address) → module.

Modules are named, not imported, so that the entrance knows the addresses before any page is read.
"""

PAGES = {
    "group_standing": {
        "overview": "app.plans.overview_page",
        "trends": "app.trends.trends_page",
        "compare": "app.compare.compare_page",
        "drivers": "app.trends.drivers_page",
    },
    "group_monitoring": {
        "monthly": "app.months.monthly_page",
        "accidents": "app.accidents.accidents_page",
        "early_warning": "app.watch.early_warning_page",
        "outlook": "app.watch.outlook_page",
    },
    "group_plans": {
        "plan": "app.plans.plan_page",
        "target": "app.plans.target_page",
        "plans_compared": "app.plans.plans_compared_page",
        "set_targets": "app.plans.set_targets_page",
    },
    "group_data": {
        "data": "app.files.data_page",
        "loads": "app.files.loads_page",
        "quality": "app.files.quality_page",
        "method": "app.site.method_page",
        "upload": "app.files.upload_page",
    },
}
# Groups whose pages stand side by side as tabs; of any other its first page is the tab.
SIDE_BY_SIDE = frozenset({"group_standing"})
# What makes sense before anything is published.
BEFORE_BUILD = frozenset({"upload"})
# What only those see who may upload.
FOR_KEEPERS = frozenset({"upload"})


def modules() -> dict[str, str]:
    """Answers the module of every page by its code, in the order of the navigation."""
    return {code: module for group in PAGES.values() for code, module in group.items()}
