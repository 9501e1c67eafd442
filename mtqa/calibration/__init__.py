"""Which thresholds to choose: limits for a wanted rate of false alarms or misses, and agreement with people."""

from mtqa.calibration.calibrating import calibrate
from mtqa.calibration.human import read_human
from mtqa.calibration.values import Agreement, Calibration, Goal, Human, Proposal

__all__ = ["Agreement", "Calibration", "Goal", "Human", "Proposal", "calibrate", "read_human"]
