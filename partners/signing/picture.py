"""The picture of how a text comes to the site, drawn from the table of states and events as SVG."""

from html import escape
from itertools import count

from partners.signing.machine import Text, transitions

BOX_WIDTH, BOX_HEIGHT, GAP = 190, 64, 110  # all lengths in pixels
MARGIN, LINE = 20, 18
LANE = 62  # between arrows of different reach
SIDES = 4  # how many places on the edge of a box arrows use
INK, PAPER, BAND, MARK = "#1b2625", "#fffdf7", "#e7f1ef", "#0b5750"
ARROW = (
    f'<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    f'<path d="M0 0 8 4 0 8z" fill="{MARK}"/></marker>'
)

Arrow = tuple[Text, Text]


def signing_picture() -> str:
    """Return the picture: a box for each state of the text, an arrow for each way from one to another."""
    arrows = labelled()
    above, below = lanes(arrows, forward=True), lanes(arrows, forward=False)
    top = MARGIN + (max(above.values(), default=-1) + 1) * LANE
    height = top + BOX_HEIGHT + (max(below.values(), default=-1) + 1) * LANE + MARGIN
    width = 2 * MARGIN + len(Text) * BOX_WIDTH + (len(Text) - 1) * GAP
    drawn = [arrow(each, names, {**above, **below}[each], top) for each, names in arrows.items()]
    boxes = [box(state, top) for state in Text]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
            f'font-family="sans-serif" font-size="14" fill="{INK}">',
            f"<title>{escape(in_words())}</title>",
            f"<defs>{ARROW}</defs>",
            f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
            *drawn,
            *boxes,
            "</svg>\n",
        ]
    )


def labelled() -> dict[Arrow, list[str]]:
    """Return what leads from one state of the text to another, by both states."""
    found: dict[Arrow, list[str]] = {}
    for event, before, after, _ in transitions():
        if before is not after:
            found.setdefault((before, after), []).append(event.value.replace("_", " "))
    return found


def lanes(arrows: dict[Arrow, list[str]], *, forward: bool) -> dict[Arrow, int]:
    """Return for each arrow of a direction how far from the boxes it runs: the longer, the farther."""
    order = list(Text)
    reach = {each: order.index(each[1]) - order.index(each[0]) for each in arrows}
    wanted = sorted(
        (each for each, far in reach.items() if (far > 0) is forward), key=lambda each: abs(reach[each])
    )
    taken: list[list[Arrow]] = []
    found: dict[Arrow, int] = {}
    for each in wanted:
        lane = next(
            n for n in count() if n == len(taken) or not any(cross(each, other) for other in taken[n])
        )
        if lane == len(taken):
            taken.append([])
        taken[lane].append(each)
        found[each] = lane
    return found


def cross(one: Arrow, other: Arrow) -> bool:
    """Whether two arrows run over the same stretch."""
    (a, b), (c, d) = span(one), span(other)
    return a < d and c < b


def span(each: Arrow) -> tuple[int, int]:
    """Return the states between which an arrow runs, from left to right."""
    order = list(Text)
    left, right = sorted(order.index(state) for state in each)
    return left, right


def left_of(state: Text) -> int:
    """Return where the box of a state begins."""
    return MARGIN + list(Text).index(state) * (BOX_WIDTH + GAP)


def box(state: Text, top: int) -> str:
    """Return the box of a state, with its name."""
    left = left_of(state)
    lines = wrapped(state.label)
    first = top + BOX_HEIGHT / 2 + 5 - (len(lines) - 1) * LINE / 2
    middle = f'x="{left + BOX_WIDTH / 2:g}" text-anchor="middle" font-weight="bold"'
    words = "".join(
        f'<text {middle} y="{first + n * LINE:g}">{escape(line)}</text>' for n, line in enumerate(lines)
    )
    return (
        f'<rect x="{left}" y="{top}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="6" fill="{BAND}" '
        f'stroke="{MARK}" stroke-width="2"/>{words}'
    )


def arrow(each: Arrow, names: list[str], lane: int, top: int) -> str:
    """Return an arrow with what it stands for: forward above the boxes, back below them."""
    before, after = each
    left, right = span(each)
    forward = list(Text).index(after) > list(Text).index(before)
    # Arrows of different lanes leave a box at different places, so that none lies on another.
    step = BOX_WIDTH / (2 * SIDES) * (lane + 1)
    near, far = left_of(list(Text)[left]) + BOX_WIDTH - step, left_of(list(Text)[right]) + step
    edge = top if forward else top + BOX_HEIGHT
    run = edge - (lane + 0.5) * LANE if forward else edge + (lane + 0.5) * LANE
    start, end = (near, far) if forward else (far, near)
    lines = two_by_two(names)
    # Words stand on the far side of the line, where no arrow of a shorter reach comes down.
    first = run - 6 - (len(lines) - 1) * LINE if forward else run + LINE
    middle = f'x="{(near + far) / 2:g}" text-anchor="middle"'
    words = "".join(
        f'<text {middle} y="{first + n * LINE:g}">{escape(line)}</text>' for n, line in enumerate(lines)
    )
    return (
        f'<path d="M{start:g} {edge}V{run:g}H{end:g}V{edge}" fill="none" stroke="{MARK}" stroke-width="2" '
        f'marker-end="url(#tip)"/>'
        f"{words}"
    )


def two_by_two(names: list[str]) -> list[str]:
    """Return names in lines of two, so that they fit between two boxes."""
    lines = [", ".join(names[start : start + 2]) for start in range(0, len(names), 2)]
    return [f"{line}," for line in lines[:-1]] + lines[-1:]


def wrapped(label: str) -> list[str]:
    """Return a label in lines that fit into a box."""
    head, comma, rest = label.partition(", ")
    return [head + ",", rest] if comma else [label]


def in_words() -> str:
    """Return what the picture shows, for who does not see it."""
    said = (
        f"{before.label} to {after.label}: {', '.join(names)}"
        for (before, after), names in labelled().items()
    )
    return "; ".join(said)
