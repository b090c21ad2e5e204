from tests.desktop.results.test_people import *
from tests.desktop.results.test_people import _list_people, _visible, _chart, _place
def test_dbg(person):
    person.window.resize(960, 600)
    until_drawn(person)
    print("place", _place(person, 0, 1), _chart(person).size(), _chart(person).visibleRegion().boundingRect())
    _list_people(person)
    import time
    for i in range(20):
        person.qtbot.wait(100)
    w = child(person.window, QWidget, "people_count")
    print("vis", w.isVisible(), w.visibleRegion().boundingRect(), w.rect(), person.messages, w.text() )
    p=child(person.window, QWidget,"people_panel"); print(p.isVisible(), p.geometry())
    person.window.grab().save("/tmp/dbg.png")
