"""A user's own boundaries: read, matched to region codes, made flat."""

import json
import math
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from warehouse.ground.errors import BadBoundariesError

# Where a feature may carry the code of its region, the first that is there counts.
CODES = ("region_code", "adcode", "code")
AREAS = {"Polygon", "MultiPolygon"}
DEGREES, POLE = 360, 90  # coordinates beyond are metres of a projection

Feature: TypeAlias = dict[str, Any]


def features(path: Path, codes: Container[str]) -> list[Feature]:
    """Answers the areas of some regions, each with properties region_code, x and y (its middle).

    Args:
        path: A GeoJSON file in UTF-8 with a FeatureCollection; a feature's properties hold the
            six-digit code of its region as region_code, adcode or code.
        codes: The regions wanted.

    Raises:
        BadBoundariesError: The file cannot be read, or holds none of these regions.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        found = [_flat(feature) for feature in _areas(content) if _code(feature) in codes]
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        RecursionError,
    ) as error:
        raise BadBoundariesError(path=path) from error
    if not found:
        raise BadBoundariesError(path=path)
    return found


def _areas(content: Feature) -> Iterator[Feature]:
    for feature in content["features"]:
        geometry = feature.get("geometry")
        if geometry and geometry["type"] in AREAS:
            yield feature


def _code(feature: Feature) -> str:
    properties = feature.get("properties") or {}
    return next((str(properties[name]) for name in CODES if properties.get(name)), "")


def _flat(feature: Feature) -> Feature:
    """Answers the area in a plane, with its middle."""
    geometry = feature["geometry"]
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    flat = [[[_point(point) for point in ring] for ring in polygon] for polygon in polygons]
    outlines = [polygon[0] for polygon in flat]
    x, y = _middle(max(outlines, key=len))
    return {
        "type": "Feature",
        "properties": {"region_code": _code(feature), "x": x, "y": y},
        "geometry": {"type": "MultiPolygon", "coordinates": flat},
    }


def _point(point: list[float]) -> list[float]:
    x, y = float(point[0]), float(point[1])
    if not (math.isfinite(x) and math.isfinite(y)):
        raise ValueError(point)
    if abs(x) <= DEGREES and abs(y) < POLE:
        # Mercator: angles are kept, so that shapes look as on usual maps.
        return [x, math.degrees(math.asinh(math.tan(math.radians(y))))]
    return [x, y]


def _middle(ring: list[list[float]]) -> tuple[float, float]:
    xs, ys = [point[0] for point in ring], [point[1] for point in ring]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
