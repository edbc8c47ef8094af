import pytest

from tests.factories.achievements import AchievementFactory


@pytest.fixture
def draft(institute, owner):
    """An achievement that its owner is still writing."""
    return AchievementFactory(holder=institute, created_by=owner)
