"""What is remembered of an input of any size."""

from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st

from mtqa.readers.recent import Recent

USES = st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=60)


@given(USES, st.integers(1, 5))
def test_what_was_used_last_is_there_and_no_more_than_twice_as_much(uses, most):
    recent, known, last = Recent(most), {}, []
    for value, (key, is_set) in enumerate(uses):
        if is_set:
            recent[key] = known[key] = value
        elif recent.get(key) is None:
            continue
        last = [*(each for each in last if each != key), key]
    there = {key: value for key in range(10) if (value := deepcopy(recent).get(key)) is not None}
    assert there == {key: known[key] for key in there}
    assert {*last[-most:]} <= there.keys()
    assert len(there) <= 2 * most


@given(USES)
def test_without_a_limit_all_is_there(uses):
    recent, known = Recent(None), {}
    for value, (key, is_set) in enumerate(uses):
        if is_set:
            recent[key] = known[key] = value
        assert recent.get(key) == known.get(key)
