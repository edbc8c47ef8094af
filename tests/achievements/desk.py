"""What a browser sends to the owner's desk."""


def address(record, *more):
    path = f"/zh-hans/workbench/achievements/{record.number}/{record.version}/"
    return path + "".join(f"{part}/" for part in more)


def basics(record, **changes):
    """What a browser sends for the first section."""
    sent = {
        name: getattr(record, name)
        for name in (
            "title_zh",
            "title_en",
            "summary_zh",
            "summary_en",
            "keywords_zh",
            "keywords_en",
            "achievement_class",
            "form",
        )
    }
    return (
        sent | {"edition": record.edition, "page": "mine", "action": "save"} | changes
    )


def people(record, *rows, **changes):
    """What a browser sends for the section of people: rows as dictionaries."""
    sent = {"holder": record.holder_id, "edition": record.edition, "page": "mine"}
    for index, row in enumerate(rows):
        row = {"id": "", "position": index, "name_zh": "", "name_en": ""} | row
        sent |= {f"contributors-{index}-{name}": value for name, value in row.items()}
    return sent | {"contributors-count": len(rows)} | changes


def autosave(client, path, sent):
    return client.post(path, sent, headers={"X-Autosave": "1"})


def sent_by(form):
    """What a browser sends back of a form as it was shown."""
    shown = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in shown.items() if value not in (None, [])}
