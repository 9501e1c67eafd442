"""What two texts have in common, letter by letter."""


def longest_common_part(one: str, other: str) -> str:
    """The longest run of characters that stands in both, the first in `one` of several; time grows as n log n."""
    if len(one) > len(other):
        return _longest(other, one)
    return _longest(one, other)


def _longest(shorter: str, longer: str) -> str:
    """By bisection: what has a common part of some length has one of every smaller length."""
    found, low, high = "", 0, len(shorter)
    while low < high:
        length = (low + high + 1) // 2
        parts = {longer[at : at + length] for at in range(len(longer) - length + 1)}
        common = next(
            (part for at in range(len(shorter) - length + 1) if (part := shorter[at : at + length]) in parts), None
        )
        if common is None:
            high = length - 1
        else:
            found, low = common, length
    return found
