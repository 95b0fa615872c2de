"""Which views of the accounts there are, how many accounts each has, and which one is shown: the tabs say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crm_desktop.app import App
from crm_desktop.domain.account_filter import AccountFilter
from crm_desktop.services import saved_views
from crm_desktop.services.saved_views import View
from crm_desktop.ui.widgets.count_tabs import CountTab, CountTabs


class ViewTabs:
    """``key`` is the view that is shown, or that the filter began from."""

    def __init__(self, app: App, tabs: CountTabs) -> None:
        self._app, self._tabs = app, tabs
        self.views: Sequence[View] = saved_views.fixed_views()
        self.counts: Mapping[str, int] = {}
        self.key = saved_views.ALL
        self._show()

    @property
    def shown(self) -> View | None:
        """The view itself; ``None`` when it has been deleted."""
        return next((view for view in self.views if view.key == self.key), None)

    @property
    def of_ones_own(self) -> str:
        """The key of the view in the sidebar that is shown; "" for none."""
        view = self.shown
        return "" if view is None or view.fixed else view.key

    def show(self, views: Sequence[View], counts: Mapping[str, int]) -> None:
        """Shows what there is."""
        self.views, self.counts = views, counts
        self._show()

    def mark(self, key: str) -> None:
        """Shows that the accounts are those of a view."""
        self.key = key
        self._show()

    def find(self, key: str) -> View | None:
        """A view by its key, also one that was saved a moment ago, or is asked for before any were read."""
        if all(view.key != key for view in self.views):
            self.views = [*saved_views.fixed_views(), *saved_views.views(self._app.store)]
        return next((view for view in self.views if view.key == key), None)

    def other_for(self, wanted: AccountFilter) -> View | None:
        """The view whose filter stands in the field now, where that is not the one that is shown."""
        shown = self.shown
        if shown is not None and shown.filter.same_as(wanted):
            return None
        return next((view for view in self.views if view.filter.same_as(wanted)), None)

    def _show(self) -> None:
        tabs = [
            CountTab(view.key, view.name, self.counts.get(view.key), own=not view.fixed)
            for view in self.views
            if self._is_tab(view)
        ]
        self._tabs.show_tabs(tabs, self.key)

    def _is_tab(self, view: View) -> bool:
        if view.key == self.key:
            return True
        if view.key == saved_views.ARCHIVED:
            return bool(self.counts.get(saved_views.ARCHIVED))
        # Views of the program that are not tabs stand in the sidebar.
        return view.fixed or view.key.isdigit()
