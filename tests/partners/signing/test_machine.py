"""The table of states and events, by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.signing.machine import (
    TABLE,
    Event,
    ImpossibleError,
    Public,
    State,
    Text,
    after,
    can,
    transitions,
)

pytestmark = [pytest.mark.signoff]

states = st.builds(State, st.sampled_from(Text), st.sampled_from(Public))


def test_every_event_is_in_the_table():
    assert set(TABLE) == set(Event)


@given(state=states, event=st.sampled_from(Event))
def test_an_event_leads_to_a_state_or_is_refused(state, event):
    if can(state, event):
        assert after(state, event) in {State(text, public) for text in Text for public in Public}
    else:
        with pytest.raises(ImpossibleError):
            after(state, event)


@given(state=states, event=st.sampled_from(Event))
def test_only_publishing_puts_a_page_on_the_site(state, event):
    if can(state, event) and state.public != Public.LIVE and after(state, event).public == Public.LIVE:
        assert event is Event.PUBLISH


@given(state=states)
def test_a_change_of_the_common_text_always_has_to_be_submitted_again(state):
    changed = after(state, Event.CHANGE)
    assert changed == State(Text.WRITING, state.public)
    assert not can(changed, Event.PUBLISH)
    assert not can(changed, Event.SIGN)


@pytest.mark.parametrize(
    ("path", "end"),
    [
        ([Event.SUBMIT, Event.SIGN, Event.PUBLISH], State(Text.SETTLED, Public.LIVE)),
        ([Event.SUBMIT, Event.SIGN, Event.HOLD, Event.PUBLISH], State(Text.SETTLED, Public.LIVE)),
        ([Event.SUBMIT, Event.HOLD, Event.DECLINE], State(Text.WAITING, Public.NEVER)),
        ([Event.SUBMIT, Event.HOLD, Event.CHANGE_PART], State(Text.WAITING, Public.NEVER)),
        ([Event.SUBMIT, Event.PUBLISH, Event.WITHDRAW], State(Text.WRITING, Public.WITHDRAWN)),
        ([Event.SUBMIT, Event.PUBLISH, Event.TAKE_DOWN, Event.SUBMIT], State(Text.WAITING, Public.IN_ERROR)),
        ([Event.SUBMIT, Event.PUBLISH, Event.CHANGE_PART], State(Text.WRITING, Public.LIVE)),
    ],
)
def test_paths_of_a_page(path, end):
    state = State(Text.WRITING, Public.NEVER)
    for event in path:
        state = after(state, event)
    assert state == end


def test_the_picture_has_every_way_between_states():
    drawn = {(event, before, text) for event, before, text, _ in transitions()}
    assert {event for event, _, _ in drawn} == set(Event)
    assert (Event.CHANGE_PART, Text.SIGNED, Text.WAITING) in drawn
