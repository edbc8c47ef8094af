"""Rows that were written many at a time, of which Django's own signals say nothing."""

from django.dispatch import Signal

# Sent in the transaction that wrote them: sender is the model, `queryset` the rows.
records_written = Signal()
