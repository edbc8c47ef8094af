from projects.indicators.models import Indicator, IndicatorTable

__all__ = ["Indicator", "IndicatorTable"]
