"""Bodies of pages written in TOML files: the information pages and the demonstration's content."""

from typing import Any

from django.utils.html import escape


def body_of(blocks: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    """Return the StreamField value of blocks such as `{ type = "heading", text = "…" }`, all plain text."""
    return [block_of(dict(block)) for block in blocks]


def block_of(block: dict[str, Any]) -> tuple[str, Any]:
    """Return one block: its type and value."""
    match block.pop("type"):
        case "heading":
            return "heading", block["text"]
        case "text":
            return "text", "".join(f"<p>{escape(paragraph)}</p>" for paragraph in block["paragraphs"])
        case "list":
            return "text", f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in block['items'])}</ul>"
        case "evidence":
            return "evidence", {"link": "", **block}
        case kind:
            return kind, block
