"""What a browser sends to the applicant's desk."""

from projects.applications.rows import MemberForm


def address(record, *more):
    path = f"/zh-hans/workbench/applications/{record.number}/"
    return path + "".join(f"{part}/" for part in more)


def basics(record, **changes):
    """What a browser sends for the first section."""
    names = (
        "title_zh",
        "title_en",
        "abstract_zh",
        "abstract_en",
        "keywords_zh",
        "keywords_en",
    )
    sent = {name: getattr(record, name) for name in names} | {
        "topic": record.topic_id or "",
        "starts": record.starts or "",
        "ends": record.ends or "",
        "edition": record.edition,
        "page": "mine",
        "action": "save",
    }
    return sent | changes


def team(record, *new, **changes):
    """The section of the team: its rows as they stand, then new ones."""
    rows = [shown(member) for member in record.team.all()]
    blank = {"id": "", "role": "member", "person_months": "6"}
    rows += [blank | row for row in new]
    sent = {"team-count": len(rows), "edition": record.edition, "page": "mine"}
    for index, row in enumerate(rows):
        row = {"position": index} | row
        sent |= {f"team-{index}-{name}": value for name, value in row.items()}
    return sent | changes


def shown(member):
    """A row as its form shows it, without what cannot be changed."""
    form = MemberForm(instance=member)
    values = {
        name: form[name].value()
        for name, field in form.fields.items()
        if not field.disabled
    }
    kept = {name: value for name, value in values.items() if value not in (None, False)}
    return {"id": member.pk} | kept


def milestones(record, *days, **changes):
    rows = {"milestones-count": len(days), "edition": record.edition, "page": "mine"}
    for index, day in enumerate(days):
        rows |= {
            f"milestones-{index}-id": "",
            f"milestones-{index}-position": index,
            f"milestones-{index}-title_zh": f"节点{index}",
            f"milestones-{index}-due": str(day),
        }
    return rows | changes


def autosave(client, path, sent):
    return client.post(path, sent, headers={"X-Autosave": "1"})
