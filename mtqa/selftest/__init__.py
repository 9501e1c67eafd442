"""What the user's own configuration catches of faults planted into text that is trusted.

The trusted text is the reference where there is one, else the hypothesis. Each kind of fault is planted into some
segments of a copy, and the copy is checked as the user's own translations would be. A fault is caught where its
segment has a finding that the untouched one has not.
"""

from mtqa.selftest.kinds import KINDS, Kind
from mtqa.selftest.trial import Caught, SelfTest, Trusted, try_faults

__all__ = ["KINDS", "Caught", "Kind", "SelfTest", "Trusted", "try_faults"]
