"""`rehearse import`: voucher codes, files that are there already, and what it says of both."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from app.cli import run
from app.data.importing.plan import propose, with_file
from app.jobs.datasets.corrections import Corrections
from app.workspace.store import Workspace


class Desk:
    """A folder with a workspace, and the command line over it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.path = folder / "shop.rehearse"
        self._capsys = capsys

    def file(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text, encoding="utf-8")
        return str(self.folder / name)

    def says(self, *arguments: str, code: int = 0) -> str:
        """What the command prints, on either stream."""
        assert run([arguments[0], str(self.path), *arguments[1:]]) == code
        said = self._capsys.readouterr()
        return said.out + said.err

    def pools(self) -> dict[str, list[str | None]]:
        with Workspace.open(self.path, read_only=True) as workspace:
            loaded = workspace.datasets.load("shop").pools
        return {name: codes.to_pylist() for name, codes in loaded.items()}

    def events(self) -> int:
        with Workspace.open(self.path, read_only=True) as workspace:
            return workspace.datasets.load("shop").event_count


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A workspace whose dataset `shop` has two events."""
    made = Desk(tmp_path, capsys)
    events = made.file(
        "shop.csv", "customer_id,timestamp,event\na,2024-05-01T10:00:00Z,cart\nb,2024-05-01T11:00Z,cart\n"
    )
    made.says("import", events, "--as", "events")
    return made


def test_that_codes_join_a_pool_after_those_that_are_there(desk: Desk) -> None:
    first, second = desk.file("one.csv", "code\nB2\nA1\nB2\n"), desk.file("two.txt", "C3\nA1\n")
    assert "2 of 3 rows added to the pool “spring”; 1 code stood further up" in desk.says(
        "import", "--pool", f"spring={first}"
    )
    said = desk.says("import", "--dataset", "shop", "--pool", f"spring={second}", "--pool", f"autumn={second}")
    assert "two.txt: 1 of 2 rows added to the pool “spring”; 1 code was in the pool already." in said
    assert desk.pools() == {"spring": ["B2", "A1", "C3"], "autumn": ["C3", "A1"]}
    assert desk.events() == 2


def test_that_files_and_codes_come_in_together_or_not_at_all(desk: Desk) -> None:
    codes = desk.file("codes.csv", "code\nA1\n")
    more = desk.file("more.csv", "customer_id,timestamp,event\nc,2024-05-02T10:00:00Z,cart\n")
    arguments = ("import", more, "--as", "events", "--dataset", "shop", "--pool")
    assert "There is no file" in desk.says(*arguments, "spring=nowhere.csv", code=1)
    assert (desk.events(), desk.pools()) == (2, {})
    document = json.loads(desk.says(*arguments, f"spring={codes}", "--json"))
    assert (document["files"][0]["imported"], document["pools"][0]["added"]) == (1, 1)
    assert (desk.events(), desk.pools()) == (3, {"spring": ["A1"]})


def test_that_the_data_command_shows_how_many_codes_a_pool_has(desk: Desk) -> None:
    codes = desk.file("codes.csv", "code\nA1\nB2\n")
    desk.says("import", "--pool", f"spring={codes}")
    assert "spring" in desk.says("data")
    assert "spring" in desk.says("data", "--dataset", "shop")
    assert json.loads(desk.says("data", "--json"))[0]["pools"] == {"spring": 2}
    assert json.loads(desk.says("data", "--dataset", "shop", "--json"))["pools"] == {"spring": 2}


@pytest.mark.parametrize("pool", ["spring", "=codes.csv", "spring=", " =codes.csv"])
def test_that_a_pool_option_of_another_form_is_refused(desk: Desk, pool: str) -> None:
    assert "is not of the form NAME=FILE" in desk.says("import", "--pool", pool, code=1)


def test_that_codes_need_a_dataset_to_go_to(desk: Desk) -> None:
    codes = f"spring={desk.file('codes.csv', 'A1')}"
    assert "There is no dataset “other” that could take codes" in desk.says(
        "import", "--dataset", "other", "--pool", codes, code=1
    )
    desk.path = desk.folder / "new.rehearse"
    assert "Say which dataset with --dataset" in desk.says("import", "--pool", codes, code=1)
    assert not desk.path.exists()


def test_that_an_import_of_nothing_is_wrong_usage(desk: Desk) -> None:
    assert "name a file to import" in desk.says("import", code=2)


def test_that_a_file_which_is_there_already_is_refused_unless_it_is_meant(desk: Desk) -> None:
    renamed = desk.file("renamed.csv", (desk.folder / "shop.csv").read_text(encoding="utf-8"))
    arguments = ("import", renamed, "--as", "events", "--dataset", "shop")
    said = desk.says(*arguments, code=1)
    assert "renamed.csv holds what was imported from shop.csv already." in said
    assert "Nothing was changed; say what is meant with --on-duplicate" in said
    assert "every event would count twice" in said
    assert desk.events() == 2
    desk.says(*arguments, "--again")
    assert desk.events() == 4


def test_that_a_file_named_twice_is_refused(desk: Desk) -> None:
    more = desk.file("more.csv", "customer_id,timestamp,event\nc,2024-05-02T10:00:00Z,cart\n")
    said = desk.says("import", more, more, "--as", "events", "--dataset", "new", code=1)
    assert "more.csv holds what was imported from more.csv already" in said


def test_that_a_file_read_by_other_columns_is_another_import(desk: Desk) -> None:
    desk.says("import", str(desk.folder / "shop.csv"), "--as", "events", "--event-name", "visit")
    assert desk.events() == 4


def test_that_a_mapping_beside_a_workspace_is_refused(desk: Desk) -> None:
    said = desk.says("run", "--workspace", str(desk.path), "--mapping", "mapping.json", code=2)
    assert "--mapping and --pool belong to --customers and --events files" in said


def test_that_an_event_needs_a_name(desk: Desk) -> None:
    said = desk.says(
        "import",
        desk.file("more.csv", "customer_id,at\nada,2024-01-01\n"),
        "--as",
        "events",
        "--event-name",
        "",
        code=2,
    )
    assert "an event needs a name" in said


def test_that_a_run_number_past_all_numbers_is_wrong_usage(desk: Desk) -> None:
    said = desk.says("report", "--run", str(2**70), "--out", str(desk.folder / "report.html"), code=2)
    assert "--run" in said
    assert "Traceback" not in said


def test_that_a_file_which_is_there_can_be_skipped_added_to_or_replaced(desk: Desk) -> None:
    longer = (desk.folder / "shop.csv").read_text(encoding="utf-8") + "b,2024-05-01T12:00:00Z,cart\n"
    said = desk.says("import", str(desk.folder / "shop.csv"), "--on-duplicate", "skip")
    assert "shop.csv: skipped. It says what shop.csv said." in said
    assert "2 events" in said
    desk.says("import", desk.file("shop.csv", longer))
    assert desk.events() == 3
    desk.says("import", str(desk.folder / "shop.csv"), "--on-duplicate", "append")
    assert desk.events() == 3
    changed = desk.file("shop.csv", longer.replace("event\n", "event,page\n").replace("cart\n", "cart,/x\n"))
    desk.says("import", changed, "--on-duplicate", "replace")
    assert desk.events() == 3
    desk.says("import", changed, changed, "--on-duplicate", "again")
    assert desk.events() == 9


def test_that_events_which_are_there_already_are_listed_and_not_added(desk: Desk) -> None:
    more = desk.file("more.csv", "customer_id,timestamp,event\nb,2024-05-01T11:00Z,cart\nb,2024-05-03T11:00Z,cart\n")
    document = json.loads(desk.says("import", more, "--dataset", "shop", "--json"))
    account = document["files"][0]
    assert (account["read"], account["imported"], account["rejected"]) == (2, 1, 1)
    assert account["notes"][0]["reason"] == "The dataset has this event already."
    assert desk.events() == 3


def test_that_several_files_need_no_option(desk: Desk) -> None:
    people = desk.file("people.csv", "customer_id,email\na,a@x.io\nb,b@x.io\n")
    products = desk.file("products.csv", "sku,title,price,stock\nA1,Dress,10,5\nB2,Belt,4,\n")
    more = desk.file("clicks.csv", "email,at,event,sku\nA@x.io,2024-05-01 10:00,purchase,A1\n")
    codes = desk.file("codes.csv", "code\nX1\nX2\n")
    said = desk.says("import", people, products, more, codes, "--dataset", "new")
    assert "products.csv: products. Each row has another “sku”" in said
    assert "codes.csv: pool" in said
    assert "2 customers and 1 event, 2 products, 2 codes in the pool 'codes'" in said
    with Workspace.open(desk.path, read_only=True) as workspace:
        products_there = workspace.datasets.load("new").products
    assert products_there.ids.to_pylist() == ["A1", "B2"]
    assert products_there.roles == {"name": "title", "price": "price", "stock": "stock"}


def test_that_files_of_other_people_are_refused_until_that_is_meant(desk: Desk) -> None:
    people = desk.file("people.csv", "customer_id,city\nx,Brno\ny,Praha\nz,Zlín\n")
    said = desk.says("import", people, "--dataset", "shop", code=1)
    assert "Few customers of people.csv are in the dataset: 0 of 2 by “customer id” and “customer_id”" in said
    assert "--join COLUMN=COLUMN, or say --unrelated" in said
    desk.says("import", people, "--dataset", "shop", "--unrelated")
    desk.path = desk.folder / "other.rehearse"
    one = desk.file("one.csv", "id,plate,city\n1,c1,Brno\n2,c2,Praha\n")
    two = desk.file(
        "two.csv", "user,tag,event,at\nu,c1,visit,2024-01-01\nv,c2,visit,2024-01-02\nv,c2,visit,2024-01-03\n"
    )
    assert "2 customers and 3 events" in desk.says("import", one, two, "--dataset", "new", "--join", "plate=tag")


def test_that_a_join_names_two_columns(desk: Desk) -> None:
    people = desk.file("people.csv", "customer_id,city\nx,Brno\ny,Praha\n")
    assert "is not of the form COLUMN=COLUMN" in desk.says(
        "import", people, "--dataset", "shop", "--join", "customer_id", code=1
    )


def test_that_a_merge_is_listed_and_undone(desk: Desk) -> None:
    keys = [{"column": "customer_id", "identifies": "customer"}, {"column": "email", "identifies": "email"}]
    mapping = desk.file("mapping.json", json.dumps({"files": [{"file": "people.csv", "keys": keys}]}))
    people = desk.file("people.csv", "customer_id,email\na,x@x.io\nb,X@x.io\nc,c@x.io\n")
    said = desk.says("import", people, "--dataset", "shop", "--mapping", mapping)
    assert "“b” and “a” are one customer: “x@x.io” belongs to both." in said
    assert json.loads(desk.says("merges", "--json")) == [{"id": "b", "kept": "a"}]
    assert "“b” is a customer of its own again: “shop” now has 3 customers." in desk.says("merges", "--undo", "b")
    assert "not an id that was merged" in desk.says("merges", "--undo", "b", code=1)
    desk.says("import", people, "--dataset", "shop", "--mapping", mapping, "--on-duplicate", "append")
    assert json.loads(desk.says("merges", "--json")) == []


def test_that_many_merges_are_listed_in_part_and_found_by_customer(desk: Desk) -> None:
    keys = [{"column": "customer_id", "identifies": "customer"}, {"column": "email", "identifies": "email"}]
    mapping = desk.file("mapping.json", json.dumps({"files": [{"file": "people.csv", "keys": keys}]}))
    rows = "".join(f"a{n},{n}@x.io\nb{n},{n}@x.io\n" for n in range(30))
    people = desk.file("people.csv", f"customer_id,email\n{rows}")
    desk.says("import", people, "--dataset", "shop", "--mapping", mapping)
    said = desk.says("merges")
    assert sum(line.strip().startswith("b") for line in said.splitlines()) == 20
    assert "… and 10 ids more; --most or --json lists them, --customer finds one." in said
    assert "b29" in desk.says("merges", "--most", "30")
    assert len(json.loads(desk.says("merges", "--json"))) == 30
    for asked in ("a27", "b27"):
        assert json.loads(desk.says("merges", "--customer", asked, "--json")) == [{"id": "b27", "kept": "a27"}]
    assert "No ids of “shop” are one customer with “zz”." in desk.says("merges", "--customer", "zz")


def test_that_an_amount_with_two_readings_is_asked_and_its_currency_shown(desk: Desk) -> None:
    amounts = desk.file(
        "o.csv", "customer_id,timestamp,event,amount\na,2024-05-01,buy,€1.234\nb,2024-05-01,buy,€2.500\n"
    )
    said = desk.says("import", amounts, "--dataset", "orders", code=1)
    assert "--decimal" in said
    assert "“€1.234” can be read in two ways" in said
    desk.says("import", amounts, "--dataset", "orders", "--decimal", ",")
    assert "number (EUR)" in desk.says("data", "--dataset", "orders")
    with Workspace.open(desk.path, read_only=True) as workspace:
        assert workspace.datasets.load("orders").properties["amount"].values.tolist() == [1234, 2500]


def test_that_an_option_says_which_number_is_the_day(desk: Desk) -> None:
    people = desk.file("p.csv", "customer_id,signup\na,03/04/2024\nb,05/06/2024\n")
    assert "or --dayfirst, says it" in desk.says("import", people, "--dataset", "people")
    desk.says("import", people, "--dataset", "again", "--dayfirst")
    with Workspace.open(desk.path, read_only=True) as workspace:
        days = workspace.datasets.load("again").attributes["signup"].values.astype("datetime64[D]").astype(str)
    assert days.tolist() == ["2024-04-03", "2024-06-05"]


def test_that_an_option_says_that_a_short_year_stands_first(desk: Desk) -> None:
    people = desk.file("p.csv", "customer_id,signup_date\na,04-03-05\nb,05-11-06\n")
    assert "--dayfirst or --yearfirst, says it" in desk.says("import", people, "--dataset", "people")
    desk.says("import", people, "--dataset", "again", "--yearfirst")
    with Workspace.open(desk.path, read_only=True) as workspace:
        days = workspace.datasets.load("again").attributes["signup_date"].values.astype("datetime64[D]").astype(str)
    assert days.tolist() == ["2004-03-05", "2005-11-06"]
    assert "says another order" in desk.says("import", people, "--yearfirst", "--dayfirst", code=2)


def test_that_files_of_one_name_imported_one_after_another_keep_what_was_said_of_each(desk: Desk) -> None:
    events = desk.file("export.csv", "customer_id,timestamp,event\nc,2024-05-01T10:00:00Z,cart\n")
    desk.says("import", events, "--dataset", "shop")
    people = desk.file("export.csv", "customer_id,city\na,Brno\nb,Praha\nc,Ostrava\n")
    for text in ("", "d,Opava\n"):
        with Path(people).open("a", encoding="utf-8") as stream:
            stream.write(text)
        desk.says("import", people, "--dataset", "shop", "--unrelated")
    with Workspace.open(desk.path, read_only=True) as workspace:
        mapping = workspace.datasets.mapping("shop")
    assert [each.kind for each in mapping.files if each.file == "export.csv"] == ["events", "customers"]
    known = {each.kind: each.header for each in mapping.files}
    assert mapping.of_file(Path("export.csv"), known["customers"]).kind == "customers"
    assert mapping.of_file(Path("export.csv"), known["events"]).kind == "events"


def test_that_another_sheet_of_a_workbook_is_read_when_it_is_named(desk: Desk) -> None:
    with Workbook(desk.folder / "book.xlsx") as book:
        for name, id_ in (("May", "may"), ("June", "june")):
            book.add_worksheet(name).write_column(0, 0, ["user_id", id_])
    path = str(desk.folder / "book.xlsx")
    assert "1 customer and" in desk.says("import", path, "--as", "customers", "--dataset", "of May")
    said = desk.says("import", path, "--as", "customers", "--dataset", "of June", "--sheet", "June")
    assert "Of its sheets “June” was read, not “May” (--sheet)." in " ".join(said.split())
    with Workspace.open(desk.path, read_only=True) as workspace:
        ids = [workspace.datasets.load(name).customer_ids.to_pylist() for name in ("of May", "of June")]
    assert ids == [["may"], ["june"]]
    assert "no sheet “July”. Its sheets are: May, June." in desk.says("import", path, "--sheet", "July", code=1)


def test_that_a_sheet_of_no_workbook_is_refused(desk: Desk) -> None:
    path = desk.file("plain.csv", "user_id,city\na,Brno\n")
    assert "None of the files is a workbook" in desk.says("import", path, "--sheet", "May", code=1)


def test_that_the_zone_of_a_dataset_is_that_of_its_first_file(desk: Desk) -> None:
    first = desk.file("first.csv", "customer_id,at,event\n1,2024-01-01 10:00,buy\n")
    later = desk.file("later.csv", "customer_id,at,event\n1,2024-01-02 10:00,buy\n")
    said = desk.says("import", first, "--dataset", "prague", "--timezone", "Europe/Prague")
    assert "Note:" not in said
    said = desk.says("import", later, "--dataset", "prague", "--timezone", "America/New_York")
    assert "the zone of “prague” is Europe/Prague, from its first file on" in said
    assert "read as local times of Europe/Prague" in said


def test_that_what_the_window_was_told_of_a_header_is_used_said_and_forgotten(desk: Desk) -> None:
    text = "user_id,time,event,worth\na,2024-01-01 10:00,buy,5\n"
    corrected = with_file(propose([Path(desk.file("january.csv", text))]), 0, property_roles={"amount": "worth"})
    Corrections().keep(corrected.files)
    february = desk.file("february.csv", text.replace("-01-01", "-02-01"))
    march = desk.file("march.csv", text.replace("-01-01", "-03-01"))
    said = desk.says("import", february, "--dataset", "sales")
    assert "As you said of a file with this header before. With --forget it is guessed." in said
    with Workspace.open(desk.path, read_only=True) as workspace:
        assert workspace.datasets.load("sales").roles.properties == {"amount": "worth"}
    assert "As you said" not in desk.says("import", march, "--dataset", "march", "--forget")
    assert Corrections().remembered().said == {}


def test_that_two_files_of_one_name_are_each_what_they_are(desk: Desk) -> None:
    for folder in ("a", "b"):
        (desk.folder / folder).mkdir()
    people = desk.file("a/export.csv", "customer_id,city\na,Brno\nb,Praha\n")
    events = desk.file("b/export.csv", "customer_id,timestamp,event\na,2024-05-01T10:00:00Z,cart\n")
    answer = json.loads(desk.says("import", people, events, "--dataset", "two", "--key", "customer_id", "--json"))
    assert [file["as"] for file in answer["taken_for"]] == ["customers", "events"]


def test_that_a_zone_that_nobody_knows_is_refused_in_words(desk: Desk) -> None:
    said = desk.says("import", desk.file("more.csv", "id,city\n1,Brno\n"), "--timezone", "Mars", code=2)
    assert "“Mars” is not a time zone" in said


def test_that_a_column_to_be_left_out_that_is_not_there_is_refused(desk: Desk) -> None:
    people = desk.file("people.csv", "id,email,notes\n1,a@x.io,secret\n2,b@x.io,more\n")
    mapping = desk.file("m.json", '{"files": [{"file": "people.csv", "leave_out": ["note"]}]}')
    said = desk.says("import", people, "--mapping", mapping, code=1)
    assert "people.csv has no column “note” (to be left out)" in said


def test_that_a_mapping_of_a_file_that_is_not_there_is_said(desk: Desk) -> None:
    people = desk.file("people.csv", "id,email\n1,a@x.io\n2,b@x.io\n")
    mapping = desk.file("m.json", '{"files": [{"file": "poeple.csv", "as": "events"}]}')
    said = desk.says("import", people, "--mapping", mapping, "--dataset", "new")
    assert "the mapping speaks of “poeple.csv”, and no file is called so" in " ".join(said.split())


def test_that_events_known_by_an_id_are_added_once_however_often_they_stand_in_a_file(desk: Desk) -> None:
    header = "customer_id,nr,timestamp,event,amount\n"
    first = desk.file("a.csv", f"{header}1,e1,2024-01-01T10:00Z,buy,5\n2,e2,2024-01-01T10:00Z,buy,6\n")
    later = desk.file("b.csv", f"{header}1,e1,2024-01-01T10:00Z,buy,7\n1,e1,2024-01-01T10:00Z,buy,8\n")
    mapping = desk.file("m.json", '{"files": [{"file": "*.csv", "event_id": "nr"}]}')
    desk.says("import", first, "--mapping", mapping, "--dataset", "ids")
    assert "rejected: The dataset has this event already." in desk.says(
        "import", later, "--mapping", mapping, "--dataset", "ids"
    )
    with Workspace.open(desk.path, read_only=True) as workspace:
        assert workspace.datasets.load("ids").event_count == 2


def test_that_a_file_is_of_events_where_options_say_when_they_happened(desk: Desk) -> None:
    file = desk.file("log.csv", "customer_id,moment,what\n1,45352.5,visit\n2,45353.25,visit\n1,45354,buy\n")
    said = desk.says("import", file, "--dataset", "log", "--key", "customer_id", "--at", "moment", "--event", "what")
    assert "log.csv: events." in said
    with Workspace.open(desk.path, read_only=True) as workspace:
        at = workspace.datasets.load("log").at
    assert at.astype("datetime64[us]").astype("datetime64[m]").astype(str).tolist() == [
        "2024-03-01T12:00",
        "2024-03-03T00:00",
        "2024-03-02T06:00",
    ]


def test_that_options_of_events_beside_several_files_of_people_are_refused_in_words(desk: Desk) -> None:
    files = [desk.file(f"{name}.csv", f"id,email\n{name}1,{name}@x.io\n{name}2,{name}2@x.io\n") for name in "ab"]
    said = desk.says("import", *files, "--dataset", "two", "--event-name", "visit", "--unrelated", code=1)
    assert "belong to events, and none of these files is taken for some" in " ".join(said.split())
