"""The first half of a printed report: summary, picture, people, timeline, corridor."""

from __future__ import annotations

from collections import Counter
from datetime import date

from reports.html.charts import draw_corridor, draw_timeline
from reports.html.environment import say_reason, say_role
from reports.html.marks import draw_interval, draw_key_stroke, draw_key_symbol, draw_swatch
from reports.html.picture import draw_network
from reports.model import ClusterView, Player
from reports.pdf.blocks import (
    Block,
    Cell,
    Line,
    bullets,
    cell,
    facts,
    figure,
    icon,
    legend,
    muted,
    note,
    paragraph,
    plain,
    section,
    strong,
    table,
    warn,
)
from reports.pdf.pictures import stand_alone
from reports.saying import say_place
from reports.words.catalogue import Words

MAX_PLAYERS = 100
"""Ranked persons on a page, as in the HTML report."""

OVERHANG = 70
"""Room for half a name beside the picture's outermost nodes."""


def say_busiest(cluster: ClusterView, words: Words) -> str | None:
    """The month with most records; None where no record states a date."""
    by_month: Counter[str] = Counter()
    for month, _, count in cluster.months:
        by_month[month] += count
    if not by_month:
        return None
    month, count = min(by_month.items(), key=lambda item: (-item[1], item[0]))
    named = words.month(date(int(month[:4]), int(month[5:7]), 1))
    return words("summary.busiest", month=named, records=words.count("n.records", count))


def summarise(cluster: ClusterView, words: Words) -> Block:
    """Who, where, when and how sure."""
    busiest = say_busiest(cluster, words)
    who: list[Line] = [
        [strong(f"{player.rank}. {player.label}"), muted(f" {say_role(player.role, player.role_raw, words)}")]
        for player in cluster.players[:3]
    ]
    where: list[Line] = [
        [plain(words.listing(words.country(code) for code in cluster.countries))],
        [muted(words("summary.agencies", names=words.listing(cluster.agencies)))],
    ]
    when: list[Line] = [[plain(f"{words.day(cluster.first_seen)} – {words.day(cluster.last_seen)}")]]
    return section(
        words("summary.title"),
        facts([
            (words("summary.who"), who or [[plain(words("people.none"))]]),
            (words("summary.where"), where),
            (words("summary.when"), [*when, [muted(busiest)]] if busiest else when),
            (words("summary.how_sure"), say_how_sure(cluster, words)),
        ]),
    )  # fmt: skip


def say_how_sure(cluster: ClusterView, words: Words) -> list[Line]:
    """What the cluster rests on, and what calls for care."""
    records = words.count("n.records", cluster.record_count)
    origins = words.count("n.origins", cluster.origin_count)
    said: list[Line] = [[plain(words("sure.origins", records=records, origins=origins))]]
    if cluster.players:
        first = cluster.players[0]
        said.append([
            plain(words("sure.first", name=first.label, share=words.percent(first.top5_share)))
        ])  # fmt: skip
    circular = sum(item.is_circular for item in cluster.repeated)
    said += [[plain(words.count("n.doubtful", cluster.doubtful_count))]] if cluster.doubtful else []
    said += [[warn(words.count("n.circular", circular))]] if circular else []
    return said + (
        [[warn(words.count("n.awaiting", cluster.awaiting_count))]] if cluster.awaiting_count else []
    )


def show_network(cluster: ClusterView, words: Words) -> Block:
    """The picture as it stands before anything is pointed at, and its key."""
    picture = draw_network(cluster, words)
    nodes, edges = (words.number(len(picture.data[name])) for name in ("nodes", "edges"))
    alt = words("network.alt", nodes=nodes, edges=edges)
    kinds = [(stand_alone(draw_key_symbol(kind)), words.code("kind", kind)) for kind in picture.kinds]
    stages = [
        (stand_alone(draw_key_stroke(stage)), words.code("stage", stage or "none"))
        for stage in picture.stages
    ]
    hidden = picture.leaf_count + picture.left_out
    return section(
        words("network.title"),
        note(words("network.intro")),
        paragraph(plain(words.count("n.undrawn", hidden))) if hidden else None,
        legend([*kinds, *stages]),
        figure(stand_alone(picture.svg, side=OVERHANG), alt),
    )


def rank_people(cluster: ClusterView, words: Words) -> Block:
    """The ranked persons, each with the reasons for the rank and how far it moves."""
    if not cluster.players:
        return section(words("people.title"), paragraph(plain(words("people.none"))))
    more = len(cluster.players) - MAX_PLAYERS
    names = ("people.rank", "people.person", "people.why", "people.sure", "col.records", "people.seen")
    rows = [_to_row(player, cluster, words) for player in cluster.players[:MAX_PLAYERS]]
    return section(
        words("people.title"),
        note(words("people.intro")),
        table([words(name) for name in names], (0.75, 2.6, 2.6, 3.0, 1.05, 1.5), rows, numbers=[0, 4]),
        note(words("people.more", n=words.number(more))) if more > 0 else None,
    )


def _to_row(player: Player, cluster: ClusterView, words: Words) -> list[Cell]:
    named: list[Line] = [
        [strong(player.label)],
        [muted(say_role(player.role, player.role_raw, words))],
    ]
    if player.entity_id in cluster.bridges:
        named.append([warn(words("people.bridge"))])
    share, low, high = words.percent(player.top5_share), player.rank_low, player.rank_high
    return [
        cell(plain(str(player.rank))),
        named,
        [[plain(say_reason(reason, words))] for reason in player.reasons] or cell(plain("–")),
        cell(
            icon(stand_alone(draw_interval(player))),
            muted(words("people.interval", share=share, low=low, high=high)),
        ),
        cell(plain(words.number(player.record_count))),
        cell(plain(f"{words.day(player.first_seen)} –"), plain(words.day(player.last_seen))),
    ]


def show_timeline(cluster: ClusterView, words: Words) -> Block:
    """Records by month of incident."""
    drawn = draw_timeline(cluster.months, words)
    if not drawn:
        return section(words("timeline.title"), paragraph(plain(words("timeline.none"))))
    offences = sorted({offence for _, offence, _ in cluster.months})
    return section(
        words("timeline.title"),
        figure(stand_alone(drawn), words("timeline.alt")),
        legend((stand_alone(draw_swatch(code)), words.code("offence", code)) for code in offences),
    )


def show_corridor(cluster: ClusterView, words: Words) -> Block:
    """The countries in order, and the steps between them."""
    drawn = draw_corridor(cluster.corridor, words)
    route = " → ".join(words.country(code) for code in cluster.corridor)
    names = ("corridor.step", "corridor.from", "corridor.to", "col.records")
    rows = [
        [
            cell(plain(str(step.step))),
            cell(plain(say_place(step.from_place, step.from_country, words))),
            cell(plain(say_place(step.to_place, step.to_country, words))),
            cell(plain(words.number(step.record_count))),
        ]
        for step in cluster.steps
    ]
    return section(
        words("corridor.title"),
        figure(stand_alone(drawn), f"{words('corridor.alt')}: {route}") if drawn else None,
        table([words(name) for name in names], (0.6, 3, 3, 1), rows, numbers=[0, 3])
        if rows
        else bullets([[plain(words("corridor.none"))]]),
    )
