"""Imports point down the table of `docs/architecture.md`: a room knows nothing of the rooms above it."""

import ast
from pathlib import Path

import pytest

import khabar

PACKAGE = Path(khabar.__file__).parent
# Each room may import from those named in its own row and in the rows before it.
ROOMS = [
    {"errors", "resources"},
    {"arabic"},
    {"document"},
    {"record"},
    {"knowledge"},
    {"stages"},
    {"pipeline", "dates"},
    {"config"},
    {"io"},
    {"engines"},
    {"integrations", "train", "reference", "evaluate", "annotate", "explain", "doctor", "view", "server", "spark"},
    {"cli"},
]
RANK = {room: rank for rank, rooms in enumerate(ROOMS) for room in rooms}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """The rooms of khabar that a module imports to run; what only the type checker reads is not counted."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("khabar."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.ImportFrom) and node.module == "khabar":
            found |= {name.name for name in node.names if name.name in RANK}
    return found


MODULES = [p for p in sorted(PACKAGE.rglob("*.py")) if p != PACKAGE / "__init__.py"]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    own = room(path)
    assert own in RANK, f"{own} has no place in the table"
    above = {other for other in imports(path) if other != own and RANK[other] > RANK[own]}
    assert not above
