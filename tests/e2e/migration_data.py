"""A month of small data for each sample of version 1. What a slice reads is its own: no two hours
hold the same rows, so what is written says which were read."""
import datetime
import random


class Month:
    """A month of virtual time, "2016-07"."""

    def __init__(self, text):
        self.start = datetime.datetime.fromisoformat(text + "-01T00:00:00+00:00")
        self.end = (self.start + datetime.timedelta(days=32)).replace(day=1)

    def every(self, **step):
        at = self.start
        while at < self.end:
            yield at
            at += datetime.timedelta(**step)


def write(factory, path, lines):
    file = factory / "data" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(line + "\n" for line in lines))


def copy_tutorial(factory, month, chance):
    for at in month.every(hours=1):
        people = [f"First{at:%d%H}_{i},Last{chance.randrange(1000)}"
                  for i in range(chance.randrange(1, 4))]
        write(factory, f"adftutorial/{at:%Y%m%d}/{at:%H}/emp.txt", people)


def on_premises_tutorial(factory, month, chance):
    rows = [f"({i}, 'Name {i}', '{at + datetime.timedelta(seconds=chance.randrange(3600)):%F %T}')"
            for i, at in enumerate(month.every(minutes=40))]
    (factory / "tables.sql").write_text(
        "CREATE TABLE emp (id INT, name VARCHAR(50), changed TIMESTAMP);\n"
        f"INSERT INTO emp VALUES {', '.join(rows)};\n")


def log_cleansing(factory, month, chance):
    for at in month.every(hours=1):
        lines = ["at host status bytes"]
        for minute in sorted(chance.sample(range(60), 3)):
            status = chance.choice(["200", "404", "500", "-"])
            lines.append(f"{at:%dT%H}:{minute:02} 10.0.0.{chance.randrange(9)} {status} "
                         f"{chance.randrange(9999)}")
        write(factory, f"raw/{at:%Y%m%d}/{at:%H}/web.log", lines)


def daily_aggregation(factory, month, chance):
    for at in month.every(hours=1):
        lines = []
        for minute in sorted(chance.sample(range(60), 2)):
            item = chance.choice(["ink", "pad", "pen"])
            lines.append(f"{at:%F %H}:{minute:02},{item},{chance.randrange(1, 999) / 100}")
        write(factory, f"sales/{at:%Y%m%d}/{at:%H}.csv", lines)


def customer_profiling(factory, month, chance):
    for at in month.every(days=1):
        day = f"yearno={at.year}/monthno={at.month}/dayno={at.day}"
        write(factory, f"logs/raw/{day}/events.log", [f"{at:%T},1,5.23.64.0,30"])
        write(factory, f"logs/enriched/{day}/000000_0",
              [f"{at:%F},{chance.randrange(50)},{chance.choice(['Iceland', 'Peru'])},"
               f"{chance.randrange(99)}" for _ in range(5)])


DATA = {"v1-copy-tutorial": copy_tutorial, "v1-on-premises-tutorial": on_premises_tutorial,
        "v1-log-cleansing": log_cleansing, "v1-daily-aggregation": daily_aggregation,
        "v1-customer-profiling": customer_profiling}
# What the tables hold at the end.
QUERIES = {
    "v1-copy-tutorial": ["SELECT FirstName, LastName, hex(Slice) AS slice FROM emp ORDER BY ALL"],
    "v1-daily-aggregation": ["SELECT * FROM sales ORDER BY ALL"],
    "v1-product-recommendations": ["SELECT * FROM recommendations ORDER BY ALL"],
    "v1-customer-profiling": ["SELECT played, profile, country, seconds, hex(slice) AS slice "
                              "FROM profiles ORDER BY ALL", "SELECT * FROM campaign ORDER BY ALL"]}


def fill(sample, factory, month):
    """Write the month's data into the stores of a copy of the sample. The same each time."""
    if sample in DATA:
        DATA[sample](factory, month, random.Random(sample))
