"""Shapes on the map: which places a service says it covers, and how far two places are apart.

A shape is a GeoJSON geometry (RFC 7946), a polygon or several.
"""

import json
from itertools import pairwise
from math import asin, cos, isfinite, radians, sin, sqrt
from typing import Any

EARTH_M = 6_371_000
MOST_POINTS = 20_000


def read_shape(told: Any) -> dict[str, Any] | None:
    """A geometry as told, or as words that hold one; none where it is anything else."""
    if isinstance(told, str):
        try:
            told = json.loads(told)
        except (ValueError, RecursionError):
            return None
    if isinstance(told, dict) and told.get("type") == "Feature":
        told = told.get("geometry")
    if not isinstance(told, dict) or told.get("type") not in ("Polygon", "MultiPolygon"):
        return None
    shape = {"type": told["type"], "coordinates": told.get("coordinates")}
    try:
        points = [point for ring in _rings(shape) for point in ring]
    except (TypeError, ValueError, LookupError):
        return None
    return shape if points and len(points) <= MOST_POINTS else None


def covers(shape: dict[str, Any], latitude: float, longitude: float) -> bool:
    """Whether a place lies in a shape: inside an odd number of its rings."""
    return sum(_inside(ring, longitude, latitude) for ring in _rings(shape)) % 2 == 1


def _rings(shape: dict[str, Any]) -> list[list[tuple[float, float]]]:
    told = shape["coordinates"]
    polygons = [told] if shape["type"] == "Polygon" else list(told)
    return [[_point(point) for point in ring] for polygon in polygons for ring in polygon]


def _point(told: Any) -> tuple[float, float]:
    x, y = float(told[0]), float(told[1])
    if not (isfinite(x) and isfinite(y)):
        raise ValueError
    return x, y


def _inside(ring: list[tuple[float, float]], x: float, y: float) -> bool:
    """Whether a line from the point to the east crosses the ring an odd number of times."""
    crossings = 0
    for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossings += 1
    return crossings % 2 == 1


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """How far two places are apart as the crow flies; each a latitude and a longitude."""
    (lat1, lon1), (lat2, lon2) = (map(radians, place) for place in (a, b))
    across = sin((lat2 - lat1) / 2) ** 2
    along = cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_M * asin(sqrt(min(1.0, across + along)))
