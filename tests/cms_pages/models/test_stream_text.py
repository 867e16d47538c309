"""What search and the API know of a stream: no more than the page shows."""

import pytest
from wagtail.blocks import StreamBlock

from cms_pages.models.blocks import BODY_BLOCKS
from cms_pages.models.stream_text import stream_text


@pytest.mark.parametrize(
    ("facts", "known"),
    [
        ({"verified_on": "2026-01-05"}, True),
        ({"verified_on": None}, False),
        ({"verified_on": "2026-01-05", "withdrawn": True}, False),
    ],
)
def test_only_a_verified_helpline_is_told(facts, known):
    helpline = {"name": "Listening line", "phone": "+855 12 000 111", **facts}
    stream = StreamBlock(BODY_BLOCKS).to_python([{"type": "helpline", "value": helpline}])
    assert ("000 111" in stream_text(stream)) is known
