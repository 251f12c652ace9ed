"""Parts of a track as the style sheet takes them."""


def percent(share: float) -> str:
    """A share of a track, 0–1, as a percentage in CSS; what lies beyond the track ends at its edge."""
    return f"{100 * min(max(float(share), 0.0), 1.0):.2f}%"


def along(value: float, first: float, last: float) -> float:
    """How far along a scale a value lies, 0–1; all of a scale without length lies at its beginning."""
    return 0.0 if last <= first else (float(value) - first) / (last - first)
