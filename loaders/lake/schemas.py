"""What the lake's Parquet files hold: one schema per kind of row.

Every file of one load lies in lake/<sha256>/: outcome.parquet always, statistics.parquet,
accidents.parquet, targets.parquet or projects.parquet with the accepted rows, coverage.parquet,
refused.parquet and warned.parquet where there is anything to say.
"""

from typing import Final, TypeAlias

import polars as pl
from polars.datatypes import DataTypeClass

Columns: TypeAlias = dict[str, pl.DataType | DataTypeClass]

# Where a row came from: its file, sheet, row as a spreadsheet counts them and, where one row
# holds several figures, its cell.
PLACE: Final[Columns] = {
    "file_sha256": pl.String,
    "sheet_name": pl.String,
    "row_number": pl.Int32,
    "cell": pl.String,
}

STATISTICS: Final[Columns] = PLACE | {
    "region_code": pl.String,
    "region_name": pl.String,
    "period": pl.String,
    "period_basis": pl.String,
    "measure": pl.String,
    "scope": pl.String,
    "value": pl.String,
    "unit": pl.String,
    "vintage": pl.String,
    "published_date": pl.Date,
    "source_title": pl.String,
    "source_publisher": pl.String,
    "source_kind": pl.String,
    "source_url": pl.String,
    "source_quote": pl.String,
    "quality": pl.String,
    "notes": pl.String,
    "flags": pl.String,
}

ACCIDENTS: Final[Columns] = PLACE | {
    "accident_id": pl.String,
    "occurred_at": pl.Datetime("us"),
    "region_code": pl.String,
    "region_name": pl.String,
    "scope": pl.String,
    "industry": pl.String,
    "accident_type": pl.String,
    "deaths": pl.Int32,
    "missing": pl.Int32,
    "serious_injuries": pl.Int32,
    "minor_injuries": pl.Int32,
    "direct_loss": pl.Float64,
    "direct_loss_unit": pl.String,
    "is_production": pl.Boolean,
    "severity": pl.String,
    "place": pl.String,
    "enterprise": pl.String,
    "summary": pl.String,
    "handling_opened_date": pl.Date,
    "handling_closed_date": pl.Date,
    "measures_ordered": pl.Int32,
    "measures_done": pl.Int32,
    "published_date": pl.Date,
    "source_title": pl.String,
    "flags": pl.String,
}

# What a target means beyond its own columns, by loaders.judge.kinds.targets; no column of a form.
TARGET_WORDS: Final[Columns] = {
    "due_form": pl.String,
    "is_each_year": pl.Boolean,
    "due_first_year": pl.Int32,
    "due_last_year": pl.Int32,
    "due_within_years": pl.Int32,
    "value_first_year": pl.Int32,
    "value_last_year": pl.Int32,
    "base_first_year": pl.Int32,
    "base_last_year": pl.Int32,
    "required_value": pl.Float64,  # a share 0-1, points, or in the unit in which it is judged
    "required_form": pl.String,  # share, points, amount
    "is_strict_limit": pl.Boolean,
    "is_in_per_cent": pl.Boolean,
    "alternative_total_period": pl.String,
    "plan_first_year": pl.Int32,
    "plan_last_year": pl.Int32,
}

TARGETS: Final[Columns] = PLACE | {
    "plan_code": pl.String,
    "target_code": pl.String,
    "region_code": pl.String,
    "region_name": pl.String,
    "section": pl.String,
    "indicator_name_zh": pl.String,
    "indicator_code": pl.String,
    "scope": pl.String,
    "target_kind": pl.String,
    "strength": pl.String,
    "base_period": pl.String,
    "base_is_stated": pl.String,
    "alternative_base": pl.String,
    "target_period": pl.String,
    "target_value": pl.Float64,
    "unit": pl.String,
    "value_basis": pl.String,
    "base_basis": pl.String,
    "is_qualitative": pl.Boolean,
    "quote": pl.String,
    "plan_name": pl.String,
    "plan_name_en": pl.String,
    "plan_file": pl.String,
    "notes": pl.String,
    "flags": pl.String,
    **TARGET_WORDS,
}

PROJECTS: Final[Columns] = PLACE | {
    "plan_code": pl.String,
    "project_code": pl.String,
    "project_name": pl.String,
    "goal": pl.String,
    "stage": pl.String,
    "responsible_bureau": pl.String,
    "due_date": pl.Date,
    "done_date": pl.Date,
    "amount_10k_yuan": pl.Float64,
    "as_of_date": pl.Date,
    "notes": pl.String,
    "flags": pl.String,
}

# Registries that a home may add to: the columns of the seeds of these names, and what one row says
# that has a seed of its own there (an indicator's scope and second denominator, other names).
PLANS: Final[Columns] = PLACE | {
    "plan_code": pl.String,
    "plan_name": pl.String,
    "plan_name_en": pl.String,
    "region_code": pl.String,
    "region_name": pl.String,
    "period_from": pl.Int32,
    "period_to": pl.Int32,
    "document_number": pl.String,
    "issuer": pl.String,
    "issued_date": pl.Date,
    "is_draft": pl.Boolean,
    "plan_file": pl.String,
    "notes": pl.String,
    "flags": pl.String,
}

REGIONS: Final[Columns] = PLACE | {
    "region_code": pl.String,
    "region_name": pl.String,
    "region_name_en": pl.String,
    "region_level": pl.String,
    "parent_code": pl.String,
    "pinyin": pl.String,
    "pinyin_initials": pl.String,
    "valid_from": pl.Date,
    "valid_to": pl.Date,
    "successor_code": pl.String,
    "entry_source": pl.String,
    "other_names": pl.String,  # joined by "|"
    "flags": pl.String,
}

MEASURES: Final[Columns] = PLACE | {
    "measure_code": pl.String,
    "measure_name": pl.String,
    "measure_name_en": pl.String,
    "measure_family": pl.String,
    "measure_kind": pl.String,
    "limited_measure_code": pl.String,
    "base_unit": pl.String,
    "display_unit": pl.String,
    "sort_order": pl.Int32,
    "lower_is_better": pl.Boolean,
    "other_names": pl.String,
    "flags": pl.String,
}

INDICATORS: Final[Columns] = PLACE | {
    "indicator_code": pl.String,
    "indicator_name": pl.String,
    "indicator_name_en": pl.String,
    "indicator_kind": pl.String,
    "numerator_measure": pl.String,
    "denominator_measure": pl.String,
    "proxy_denominator_measure": pl.String,
    "scope": pl.String,  # null: what counts officially in each year
    "multiplier": pl.Float64,
    "unit": pl.String,
    "unit_en": pl.String,
    "decimals": pl.Int32,
    "lower_is_better": pl.Boolean,
    "is_poisson_count": pl.Boolean,
    "allows_any_scope": pl.Boolean,
    "definition": pl.String,
    "definition_en": pl.String,
    "source": pl.String,
    "sort_order": pl.Int32,
    "flags": pl.String,
}

SCOPES: Final[Columns] = PLACE | {
    "scope_code": pl.String,
    "scope_name": pl.String,
    "scope_name_en": pl.String,
    "definition": pl.String,
    "definition_en": pl.String,
    "sort_order": pl.Int32,
    "other_names": pl.String,
    "flags": pl.String,
}

BREAKS: Final[Columns] = PLACE | {
    "break_code": pl.String,
    "region_code": pl.String,
    "region_name": pl.String,
    "measure_code": pl.String,
    "scope_code": pl.String,
    "breaks_at": pl.Date,
    "break_kind": pl.String,
    "replaces_break_code": pl.String,
    "quality_code": pl.String,
    "break_reason": pl.String,
    "break_reason_en": pl.String,
    "source": pl.String,
    "flags": pl.String,
}

COVERAGE: Final[Columns] = {
    "file_sha256": pl.String,
    "row_number": pl.Int32,
    "covers_region": pl.String,
    "covers_scope": pl.String,  # null: the scopes that occur in the file
    "covers_from": pl.Date,
    "covers_to": pl.Date,
    "published_date": pl.Date,
    "source_title": pl.String,
}

# Refused rows and rows accepted with a warning: the original cells as a JSON list, the reasons
# as codes of the messages joined by "|", and in words what exactly was found.
JUDGED: Final[Columns] = PLACE | {
    "original_text": pl.String,
    "reason_codes": pl.String,
    "detail": pl.String,
}

OUTCOME: Final[Columns] = {
    "file_sha256": pl.String,
    "file_name": pl.String,
    "kind": pl.String,
    "layout": pl.String,
    "status": pl.String,
    "loaded_at": pl.Datetime("us"),  # UTC
    "rows_read": pl.Int64,
    "rows_accepted": pl.Int64,
    "rows_refused": pl.Int64,
    "rows_duplicate": pl.Int64,
    "rows_ignored": pl.Int64,
    "records": pl.Int64,
    "reasons": pl.String,  # JSON: code to count
    "warnings": pl.String,  # JSON: code to count
    "refusal": pl.String,  # code, when the whole file was refused
    "refusal_detail": pl.String,
    "form": pl.String,
    "encoding": pl.String,
    "layout_given": pl.String,  # the layout the user named, null where it was recognised
    "ignored": pl.String,  # JSON: why rows are no data, to count
    "remarks": pl.String,  # JSON: hidden sheets, headings that nobody asked for
    "load_number": pl.Int64,  # the how manieth load of the home; null of an older version
}

# In the order in which they lean on each other.
REGISTRIES: Final[dict[str, Columns]] = {
    "regions": REGIONS,
    "scopes": SCOPES,
    "measures": MEASURES,
    "indicators": INDICATORS,
    "plans": PLANS,
    "breaks": BREAKS,
}

LAKE: Final[dict[str, Columns]] = {
    "statistics": STATISTICS,
    "accidents": ACCIDENTS,
    "targets": TARGETS,
    "projects": PROJECTS,
    **REGISTRIES,
    "coverage": COVERAGE,
    "refused": JUDGED,
    "warned": JUDGED,
    "outcome": OUTCOME,
}

# What the canonical columns of all kinds are called.
CANONICAL: Final = {
    *(
        name
        for columns in (STATISTICS, ACCIDENTS, TARGETS, PROJECTS, *REGISTRIES.values())
        for name in columns
    ),
    *("covers_region", "covers_from", "covers_to", "covers_scope"),
    *("region_level", "region_within", "names_as_of"),
} - {*PLACE, *TARGET_WORDS, "flags"}


def conform(rows: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    """Answers rows with just these columns, in this order and of these types."""
    return rows.select(pl.col(name).cast(dtype) for name, dtype in columns.items())
