"""The tabs of a dataset: its tables, and the pages beside them, put together in pieces."""

from __future__ import annotations

from collections.abc import Callable

from app.data.dataset import Dataset
from app.desktop.data.dataset.merges_view import MergesView
from app.desktop.data.dataset.products_view import ProductsView
from app.desktop.data.dataset.quality_view import QualityView
from app.desktop.data.dataset.segments_view import SegmentsView
from app.desktop.data.dataset.view import DatasetView
from app.desktop.data.undoing import DataUndo
from app.desktop.open_workspace import Desk
from app.look.palette import Palette


class DatasetParts:
    """There is nothing before all `pieces` are done, in their order."""

    view: DatasetView
    quality: QualityView
    segments: SegmentsView
    products: ProductsView
    merges: MergesView

    def __init__(self, desk: Desk, undo: DataUndo, palette: Palette) -> None:
        self._desk, self._undo, self._palette = desk, undo, palette
        self.pieces: tuple[Callable[[], None], ...] = (self._add_tables, self._add_segments, self._add_others)

    def show_dataset(self, dataset: Dataset, *, may_change: bool) -> None:
        """Show this dataset in each tab."""
        self.view.show_dataset(dataset)
        self.quality.show_dataset(dataset, may_mend=may_change)
        self.segments.show_dataset(dataset)
        self.products.show_dataset(dataset)
        self.merges.show_dataset(dataset, may_change=may_change)

    def show_palette(self, palette: Palette) -> None:
        """Each tab in other colours."""
        for part in (self.view, self.quality, self.segments, self.products, self.merges):
            part.show_palette(palette)

    def _add_tables(self) -> None:
        self.view = DatasetView(self._desk.browsing, self._palette)

    def _add_segments(self) -> None:
        self.segments = SegmentsView(self._desk, self._undo, self._palette)

    def _add_others(self) -> None:
        self.quality = QualityView(self._desk.browsing, self._palette)
        self.products = ProductsView(self._desk.browsing, self._palette)
        self.merges = MergesView(self._desk.browsing, self._palette)
        self.view.add_page(self.quality, "Quality")
        self.view.add_page(self.segments, "Segments")
        self.view.add_page(self.products, "Products")
        self.view.add_page(self.merges, "Merges")
        for page in (self.quality, self.segments, self.products):
            page.people_wanted.connect(self.view.show_people)
