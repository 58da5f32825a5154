"""Who may do what: one table. Admin, views and tests use it, and docs/policy.md is printed from it.

A person acts for one partner at a time, in one role. What is not in the table is refused. Operators, who
run the site, may do everything in it; they are few, and everything that they do is on record.
"""

from collections.abc import Iterator, Mapping
from enum import IntEnum, StrEnum
from typing import NamedTuple


class Standing(IntEnum):
    """What somebody is here, from least to most. Each may do what the ones before it may."""

    VISITOR = 0
    SIGNED_IN = 1
    MEMBER = 2
    EDITOR = 3
    APPROVER = 4
    ADMIN = 5
    OPERATOR = 6

    @property
    def label(self) -> str:
        """The standing in words."""
        return STANDINGS[self]


STANDINGS = {
    Standing.VISITOR: "everybody",
    Standing.SIGNED_IN: "everybody who is signed in",
    Standing.MEMBER: "members",
    Standing.EDITOR: "editors",
    Standing.APPROVER: "approvers",
    Standing.ADMIN: "partner admins",
    Standing.OPERATOR: "operators",
}


class Relation(StrEnum):
    """How a thing stands to the partner that somebody acts for, or to the person."""

    ANY = "whosever it is"
    LEAD = "their partner leads it"
    CONTRIBUTOR = "their partner contributes to it"
    INVITED = "their partner is asked to contribute"
    OWN = "it is their partner's"
    SELF = "it is their own"
    CONVENED = "it is in a place where their partner brings others together"


class Thing(StrEnum):
    """What is acted upon."""

    PUBLISHED = "a published page"
    PAGE = "a shared page"
    PAGE_LIST = "the list of a kind of page"
    SHARE = "a partner's part in a page"
    PART = "what a partner says for itself on a page"
    SIGNATURE_LINK = "a link to sign for a partner without an account"
    PARTNER = "a partner"
    MEMBERSHIP = "a membership"
    INVITATION = "an invitation to a partner"
    JOIN_REQUEST = "a request to join a partner"
    MAIL_DOMAIN = "a partner's mail domain"
    REGISTRATION = "a group's own registration"
    MEDIA = "a picture or document"
    PROPOSAL = "a proposal"
    NEIGHBOURHOOD = "a neighbourhood that a partner drew"
    FOLLOW = "following a place"
    COLLECTION = "a list of case studies"
    SAVED_SEARCH = "a saved search, and alerts about it"
    NOTICE = "a notice, and how they hear of its kind"
    AUDIT = "the audit record"
    SITE = "the site: themes, places, information pages, settings"


class Action(StrEnum):
    """What is done."""

    READ = "read"
    SEE_DRAFT = "see the draft"
    SEE_HISTORY = "see and compare earlier versions"
    ADD = "add"
    EDIT = "edit"
    SUBMIT = "submit for signing, or take that back"
    SIGN = "sign or decline for their partner"
    OVERRIDE = "override missing signatures"
    DELETE_DRAFT = "delete a draft that was never published"
    COPY = "copy"
    LOCK = "lock and unlock"
    SUGGEST = "suggest a change"
    CHECK = "say that it is still right, choose when and by whom it is checked"
    INVITE = "invite"
    WITHDRAW = "withdraw"
    ANSWER = "accept or decline"
    LEAVE = "leave"
    CHANGE_ROLE = "change the role"
    END = "end"
    CHOOSE = "choose for a page"
    DELETE = "delete"
    MANAGE = "change anything"


# What their partner is to it, and the least standing that it needs.
Grants = Mapping[Relation, Standing]

TABLE: Mapping[Thing, Mapping[Action, Grants]] = {
    Thing.PUBLISHED: {
        Action.READ: {Relation.ANY: Standing.VISITOR},
    },
    Thing.PAGE_LIST: {
        Action.ADD: {Relation.ANY: Standing.EDITOR},
    },
    Thing.PAGE: {
        Action.SEE_DRAFT: {
            Relation.LEAD: Standing.EDITOR,
            Relation.CONTRIBUTOR: Standing.EDITOR,
            Relation.INVITED: Standing.APPROVER,
        },
        Action.SEE_HISTORY: {Relation.LEAD: Standing.EDITOR, Relation.CONTRIBUTOR: Standing.EDITOR},
        Action.EDIT: {Relation.LEAD: Standing.EDITOR, Relation.CONTRIBUTOR: Standing.EDITOR},
        Action.SUBMIT: {Relation.LEAD: Standing.EDITOR, Relation.CONTRIBUTOR: Standing.EDITOR},
        Action.SIGN: {Relation.LEAD: Standing.APPROVER, Relation.CONTRIBUTOR: Standing.APPROVER},
        Action.OVERRIDE: {Relation.CONVENED: Standing.APPROVER},
        Action.WITHDRAW: {Relation.LEAD: Standing.APPROVER},
        Action.DELETE_DRAFT: {Relation.LEAD: Standing.EDITOR},
        Action.COPY: {Relation.LEAD: Standing.EDITOR, Relation.CONTRIBUTOR: Standing.EDITOR},
        Action.LOCK: {Relation.LEAD: Standing.APPROVER},
        Action.CHECK: {Relation.LEAD: Standing.EDITOR, Relation.CONTRIBUTOR: Standing.EDITOR},
    },
    Thing.SHARE: {
        Action.INVITE: {Relation.LEAD: Standing.EDITOR},
        Action.WITHDRAW: {Relation.LEAD: Standing.APPROVER},
        Action.ANSWER: {Relation.INVITED: Standing.APPROVER},
        Action.LEAVE: {Relation.CONTRIBUTOR: Standing.APPROVER},
    },
    Thing.PART: {
        Action.SEE_DRAFT: {
            Relation.LEAD: Standing.EDITOR,
            Relation.CONTRIBUTOR: Standing.EDITOR,
            Relation.INVITED: Standing.APPROVER,
        },
        Action.EDIT: {Relation.OWN: Standing.EDITOR},
        Action.SUGGEST: {Relation.LEAD: Standing.EDITOR, Relation.CONTRIBUTOR: Standing.EDITOR},
    },
    # For the partner that leads: only to a partner in which nobody with an account can sign.
    Thing.SIGNATURE_LINK: {
        Action.ADD: {Relation.OWN: Standing.APPROVER, Relation.LEAD: Standing.EDITOR},
        Action.WITHDRAW: {Relation.OWN: Standing.APPROVER, Relation.LEAD: Standing.EDITOR},
    },
    Thing.PARTNER: {
        Action.READ: {Relation.ANY: Standing.VISITOR},
        Action.EDIT: {Relation.OWN: Standing.ADMIN},
    },
    Thing.MEMBERSHIP: {
        Action.READ: {Relation.SELF: Standing.SIGNED_IN, Relation.OWN: Standing.ADMIN},
        Action.CHANGE_ROLE: {Relation.OWN: Standing.ADMIN},
        Action.END: {Relation.OWN: Standing.ADMIN},
        Action.LEAVE: {Relation.SELF: Standing.SIGNED_IN},
    },
    Thing.INVITATION: {
        Action.INVITE: {Relation.OWN: Standing.ADMIN},
        Action.WITHDRAW: {Relation.OWN: Standing.ADMIN},
        Action.ANSWER: {Relation.SELF: Standing.VISITOR},
    },
    Thing.JOIN_REQUEST: {
        Action.ADD: {Relation.SELF: Standing.SIGNED_IN},
        Action.WITHDRAW: {Relation.SELF: Standing.SIGNED_IN},
        Action.ANSWER: {Relation.OWN: Standing.ADMIN},
    },
    Thing.MAIL_DOMAIN: {
        Action.ADD: {Relation.OWN: Standing.ADMIN},
        Action.DELETE: {Relation.OWN: Standing.ADMIN},
    },
    Thing.REGISTRATION: {
        Action.ADD: {Relation.ANY: Standing.VISITOR},
        Action.ANSWER: {Relation.CONVENED: Standing.APPROVER},
    },
    Thing.MEDIA: {
        Action.CHOOSE: {Relation.OWN: Standing.EDITOR},
        Action.ADD: {Relation.OWN: Standing.EDITOR},
        Action.EDIT: {Relation.OWN: Standing.EDITOR},
        Action.DELETE: {Relation.OWN: Standing.APPROVER},
    },
    Thing.PROPOSAL: {
        Action.READ: {Relation.ANY: Standing.VISITOR},
        Action.ADD: {Relation.ANY: Standing.VISITOR},
        Action.ANSWER: {Relation.CONVENED: Standing.APPROVER},
    },
    Thing.NEIGHBOURHOOD: {
        Action.READ: {Relation.ANY: Standing.VISITOR},
        Action.ADD: {Relation.OWN: Standing.EDITOR},
        Action.EDIT: {Relation.OWN: Standing.EDITOR},
        Action.END: {Relation.OWN: Standing.EDITOR},
    },
    Thing.FOLLOW: {
        Action.READ: {Relation.SELF: Standing.SIGNED_IN},
        Action.ADD: {Relation.SELF: Standing.SIGNED_IN},
        Action.END: {Relation.SELF: Standing.SIGNED_IN},
    },
    # Whoever has the link of a list reads it too; the link is what admits them.
    Thing.COLLECTION: {
        Action.READ: {Relation.SELF: Standing.SIGNED_IN, Relation.OWN: Standing.MEMBER},
        Action.ADD: {Relation.SELF: Standing.SIGNED_IN},
        Action.EDIT: {Relation.SELF: Standing.SIGNED_IN, Relation.OWN: Standing.MEMBER},
        Action.DELETE: {Relation.SELF: Standing.SIGNED_IN, Relation.OWN: Standing.EDITOR},
    },
    # By link for whoever confirmed a mail address, without an account.
    Thing.SAVED_SEARCH: {
        Action.READ: {Relation.SELF: Standing.VISITOR},
        Action.ADD: {Relation.SELF: Standing.VISITOR},
        Action.EDIT: {Relation.SELF: Standing.VISITOR},
        Action.DELETE: {Relation.SELF: Standing.VISITOR},
    },
    Thing.NOTICE: {
        Action.READ: {Relation.SELF: Standing.MEMBER},
        Action.EDIT: {Relation.SELF: Standing.MEMBER},
    },
    Thing.AUDIT: {
        Action.READ: {Relation.OWN: Standing.ADMIN},
    },
    Thing.SITE: {
        Action.MANAGE: {Relation.ANY: Standing.OPERATOR},
    },
}


class Row(NamedTuple):
    """One line of the table."""

    thing: Thing
    action: Action
    relation: Relation
    least: Standing


def rows() -> Iterator[Row]:
    """Yield the lines of the table, in its order."""
    for thing, actions in TABLE.items():
        for action, grants in actions.items():
            for relation, least in grants.items():
                yield Row(thing, action, relation, least)


def allows(standing: Standing, thing: Thing, action: Action, *relations: Relation) -> bool:
    """Whether somebody of this standing may do it to a thing that stands in these relations to them.

    A combination that the table does not name is refused, but an action that no standing has is a mistake:
    raises KeyError.
    """
    grants = TABLE[thing][action]
    if standing is Standing.OPERATOR:
        return True
    return any(standing >= grants[relation] for relation in (*relations, Relation.ANY) if relation in grants)
