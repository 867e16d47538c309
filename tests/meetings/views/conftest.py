"""Pages are counted query by query, so what the site asks only now and then is known beforehand."""

from time import monotonic

import pytest

from hub import context


@pytest.fixture(autouse=True)
def sample_asked_just_now(monkeypatch):
    monkeypatch.setitem(context._sample, "asked_at", monotonic())
