"""The buttons that move and remove rows where there is no JavaScript."""


def acted(sent, section):
    """The data with the wish of the button carried out: a row moved or removed."""
    action, _colon, what = sent.get("action", "").partition(":")
    kind = what.rpartition("-")[0]
    if kind not in {rows.name for rows in section.rows}:
        return sent
    sent = sent.copy()
    if action == "remove":
        sent[f"{what}-remove"] = "on"
    elif action in ("up", "down"):
        order = moved(in_order(sent, kind), what, 1 if action == "down" else -1)
        for position, prefix in enumerate(order):
            sent[f"{prefix}-position"] = str(position)
    return sent


def moved(order, what, by):
    """The list with one item changed for its neighbour, where it has one."""
    if what not in order:
        return order
    place = order.index(what)
    other = place + by
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    return order


def in_order(sent, kind):
    """The prefixes of the rows that were sent, as they stand on the page."""
    prefixes = [
        key.removesuffix("-id")
        for key in sent
        if key.startswith(f"{kind}-") and key.endswith("-id")
    ]
    return sorted(prefixes, key=lambda prefix: place_of(sent, prefix))


def place_of(sent, prefix):
    try:
        return int(sent[f"{prefix}-position"])
    except (KeyError, ValueError):
        return 10_000
