"""What other rooms may want to hear about places."""

from django.dispatch import Signal

# Sent with `places`, a set of keys, inside the transaction in which these places got other names, codes or
# surroundings, ended, or took over what named a place that ended. What lies inside them is affected, too.
places_moved = Signal()
