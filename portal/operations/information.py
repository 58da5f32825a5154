"""The information pages that a new site starts with."""

from typing import Any


def text(*paragraphs: str) -> tuple[str, str]:
    """Return a text block of the body."""
    return "text", "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def bullets(*items: str) -> tuple[str, str]:
    """Return a text block that is a list."""
    return "text", f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


ABOUT = {
    "slug": "about",
    "title": "About Commonweal",
    "intro": "<p>One shared, public record of what a place wants, who does what about it, and what worked.</p>",
    "body": [
        ("heading", "Why it exists"),
        text(
            "The Public Services (Social Value) Act 2012 asks public bodies to think, before they buy a service, about"
            " how the purchase could improve the economic, social and environmental well-being of their area. Councils,"
            " NHS bodies and police forces mostly do that alone, one contract at a time.",
            "Here they do it together, with the voluntary groups and residents of the place, where everybody can see it.",
        ),
        ("heading", "What you find here"),
        bullets(
            "<b>Objectives</b>: what the partners of a place have agreed that they want there",
            "<b>Joint plans</b>: what they will do and buy together",
            "<b>Case studies</b>: what was done, what it cost, what changed and what did not work",
            "<b>Proposals</b>: what residents and community groups have asked for, and the answer they got",
        ),
        ("heading", "Who may take part"),
        text(
            "Anybody may read, search and propose an objective. Partners publish: councils, NHS bodies, police and fire"
            " services, housing associations, colleges, businesses, and voluntary, community and social enterprises."
        ),
    ],
}

SOURCES = {
    "slug": "sources",
    "title": "Where our data comes from",
    "intro": "<p>Places, boundaries and the directory of public bodies are built from open data.</p>",
    "body": [
        bullets(
            "Source: Office for National Statistics licensed under the Open Government Licence v3.0.",
            "Contains OS data, Crown copyright and database right.",
            "Contains Royal Mail data, Royal Mail copyright and database right.",
            "Contains National Statistics data, Crown copyright and database right.",
            "Contains public sector information licensed under the Open Government Licence v3.0: NHS organisation data"
            " and police.uk.",
            "UK local authority names and codes: mySociety, licensed under Creative Commons Attribution 4.0.",
            "Council web sites: planning.data.gov.uk and GOV.UK, licensed under the Open Government Licence v3.0.",
        ),
        text(
            "Outlines on maps are strongly generalised: they show roughly where a place lies and cannot decide on which"
            " side of a border an address is."
        ),
        text("The typeface is Atkinson Hyperlegible Next, under the SIL Open Font License 1.1."),
    ],
}

ACCESSIBILITY = {
    "slug": "accessibility",
    "title": "Accessibility",
    "intro": "<p>We want everybody to be able to use this site.</p>",
    "body": [
        ("heading", "What should work"),
        bullets(
            "every page without JavaScript",
            "every page with a keyboard alone, and with a screen reader",
            "text at 400 % without sideways scrolling, and on a screen 320 pixels wide",
            "light and dark colours, as your device asks, and no movement when your device asks for none",
        ),
        ("heading", "How it is tested"),
        text(
            "Each public page is checked by the axe rules for WCAG 2.2 at levels A and AA in a real browser whenever the"
            " code changes. Automatic checks find only some problems. The site has not yet been tested by people who use"
            " assistive technology every day, and no independent audit has been made."
        ),
        ("heading", "Tell us"),
        text("If something does not work for you, tell the organisation that runs this site. It should answer within five working days."),
    ],
}

PRIVACY = {
    "slug": "privacy",
    "title": "Privacy",
    "intro": "<p>We ask for as little as we can, and we do not follow you around.</p>",
    "body": [
        ("heading", "Reading and searching"),
        text(
            "You can read and search without telling us who you are. There are no advertising or statistics cookies and"
            " nothing on these pages comes from other sites. A cookie that keeps forms safe is set when you fill one in,"
            " and one that keeps you signed in when you sign in."
        ),
        ("heading", "Proposing an objective"),
        text(
            "We ask for a mail address, to check that a person sent the proposal and to tell you what was decided. It is"
            " never shown. Your name, or your group's, is shown only if you say so. A proposal whose address is not"
            " confirmed is deleted after 14 days."
        ),
        ("heading", "Working for a partner"),
        text("People who work for a partner have an account: their name, mail address, role, and what they changed and when."),
    ],
}

INFORMATION_PAGES: tuple[dict[str, Any], ...] = (ABOUT, ACCESSIBILITY, PRIVACY, SOURCES)
