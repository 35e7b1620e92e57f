"""The shapes that scoresheets come in, one module each; a new shape is a new module and a line here."""

from mcqa.scoresheets.shapes import rows, wide
from mcqa.scoresheets.shapes.shape import Shape

# tried in this order on every row that might be a header
SHAPES: tuple[Shape, ...] = (rows.SHAPE, wide.SHAPE)

__all__ = ["SHAPES"]
