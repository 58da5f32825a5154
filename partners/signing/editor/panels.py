"""The part of the page editor that says how far a page has come with its signatures."""

from typing import Any

from wagtail.admin.panels import Panel


class SigningPanel(Panel):
    """Shows the state and what happens next, and warns of what saving would end. Deciding has screens."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "signing/panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add how far the page has come; a page that is not saved yet has nothing to sign."""
            # The models of pages are made of this module, and what follows is made of models.
            from partners.signing.screens.board import board_of
            from partners.signing.screens.sentences import ends_with_a_change, what_next

            context: dict[str, Any] = super().get_context_data(parent_context)
            if not self.instance.pk:
                return {**context, "board": None}
            board = board_of(self.instance, self.request.user)
            return {
                **context,
                "board": board,
                "next": what_next(board),
                "warning": ends_with_a_change(board.counting),
            }
