"""What changed between two agendas: enough to redo it, as little as explains it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.models.agenda import labelled
from meetings.public.agenda_changes import Kind, changes, redone


def entry(key, title="A", *, level=0, minutes=None, closed=False):
    place = {"item": key, "level": level}
    if closed:
        return {**place, "closed": True}
    return {
        **place,
        "title": {"en": title},
        "purpose": "discussion",
        "minutes": minutes,
        "presented_by": "",
    }


def agenda(*entries):
    labels = labelled([one["level"] for one in entries])
    return [{**one, "label": label} for one, label in zip(entries, labels, strict=True)]


def kinds(before, after):
    return {(one.after or one.before)["item"]: list(one.kinds) for one in changes(before, after)}


def test_nothing_changed():
    same = agenda(entry(1), entry(2, level=1))
    assert changes(same, same) == []


def test_who_only_slips_has_not_moved():
    before = agenda(entry(1), entry(2), entry(3))
    assert kinds(before, agenda(entry(9), entry(1), entry(2), entry(3))) == {9: [Kind.ADDED]}
    assert kinds(before, agenda(entry(2), entry(3))) == {1: [Kind.REMOVED]}
    assert kinds(before, agenda(entry(3), entry(1), entry(2))) == {3: [Kind.MOVED]}


def test_every_kind():
    before = agenda(entry(1), entry(2), entry(3), entry(4), entry(5, closed=True), entry(6, closed=True))
    after = agenda(
        entry(1, "B"),
        entry(2, minutes=10),
        entry(3, level=1),
        entry(4, closed=True),
        entry(5),
        entry(6, closed=True),
    )
    assert kinds(before, after) == {
        1: [Kind.RETITLED],
        2: [Kind.TIME],
        3: [Kind.MOVED],
        4: [Kind.CLOSED],
        5: [Kind.ADDED],
    }


entries = st.builds(
    entry,
    st.integers(1, 12),
    st.sampled_from("AB"),
    level=st.integers(0, 1),
    minutes=st.sampled_from([None, 5, 10]),
    closed=st.booleans(),
)
agendas = st.lists(entries, max_size=12, unique_by=lambda one: one["item"]).map(lambda found: agenda(*found))


@settings(deadline=None)
@given(agendas, agendas)
def test_the_changes_make_the_new_agenda_of_the_old_one(before, after):
    assert redone(before, changes(before, after)) == after


@settings(deadline=None)
@given(agendas, st.randoms())
def test_an_order_is_explained_by_moves_alone(before, random):
    shuffled = list(before)
    random.shuffle(shuffled)
    found = changes(before, agenda(*shuffled))
    assert all(one.kinds == (Kind.MOVED,) for one in found)
    assert len(found) < max(len(before), 1)
