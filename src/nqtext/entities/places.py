"""Placeholder."""
from __future__ import annotations
from typing import Any
class LocationRecognizer:
    name = "places"
    def recognize(self, context: Any) -> Any:
        return ()
def link_locations(context: Any, mentions: Any) -> Any:
    return ()
