"""Placeholder."""
from __future__ import annotations
from typing import Any
class OfficialRecognizer:
    name = "officials"
    def __init__(self, bodies: Any) -> None:
        self.bodies = bodies
    def recognize(self, context: Any) -> Any:
        return ()
def link_officials(context: Any, mentions: Any) -> Any:
    return ()
def link_persons(context: Any, mentions: Any) -> Any:
    return ()
