"""Square codes that a phone reads."""

import io

import segno


def square(text: str) -> str:
    """The code of a text, as the source of an image; nothing is fetched for it."""
    return str(segno.make(text, error="m", micro=False).svg_data_uri(scale=5, border=2))


def square_svg(text: str) -> str:
    """The code of a text as a drawing for print, with as few squares as can be."""
    drawn = io.BytesIO()
    segno.make(text, error="l", boost_error=False, micro=False).save(
        drawn, kind="svg", border=2, dark="#111111"
    )
    return drawn.getvalue().decode()
