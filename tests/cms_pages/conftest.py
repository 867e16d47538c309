import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english():
    """A request leaves its language behind in the thread; every test starts in English."""
    with translation.override("en"):
        yield
