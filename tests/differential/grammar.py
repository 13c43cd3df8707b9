"""Random expressions: mostly well-typed, over literals, every function and a context.

A node is ("literal", text), ("call", function, nodes) or ("access", node, text) where the text is
".name", "?.name", "[0]" or "['name']".
"""

CONTEXT = {
    "pipeline": {
        "parameters": {"folder": "in/2018", "count": 3, "on": True, "rate": 0.25, "none": None,
                       "names": ["b", "a", "B", ""], "row": {"Id": 7, "Name": "Ann", "Tags": []}},
        "globalParameters": {"env": "prod", "limits": [1, 2.5, -3]},
        "RunId": "5d2a4f0c-1f0b-4d3e-9a8b-0123456789ab", "Pipeline": "Load"},
    "variables": {"text": "Hello, World", "number": 42, "list": [3, 1, 2], "empty": [],
                  "nested": [[1, "a"], {"k": [True, None]}]},
    "activities": {"Look": {"output": {"count": 2, "firstRow": {"id": 10, "At": "2018-03-15"},
                                       "value": [{"id": 10}, {"id": 11}]}}},
    "item": {"name": "a.csv", "size": 1024, "parts": ["x", "y"]},
}

# Nothing beyond 16 bits: half a character in a message ends the engine's process.
TEXTS = ["", "a", "b", "Hello World", " trim me\t", "A,B,,C", "aXbXc", "12", "-3", "1.5", "1e3",
         "true", "False", "null", "[1,2]", '{"a":1}', "it''s", "naïve", "straße", "%20 +&?/",
         "İI", "@{x}", "0", " 7 ", "line\nbreak", "SGVsbG8=", "ß"]
INTS = ["0", "1", "2", "3", "-1", "-2", "7", "10", "100", "2147483647", "2147483648",
        "-2147483649", "9223372036854775807", "-9223372036854775808"]
SMALL = ["0", "1", "2", "3", "4", "5", "-1"]
FLOATS = ["0.0", "0.5", "-1.25", "2.0", "3.14159", "0.1", "1e3", "1e20", "123456789.125", "-0.0"]
TIMES = ["2018-03-15T13:27:36Z", "2018-03-15T00:00:00Z", "2020-02-29T23:59:59.9999999Z",
         "2018-01-31", "2018-12-31T12:00:00+05:30", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
         "2018-03-15 13:27:36", "03/15/2018", "2018-03-15T13:27:36.123", "2018-03-25T02:30:00",
         "2018-11-04T01:30:00", "Thu, 15 Mar 2018 13:27:36 GMT", "1969-07-20T20:17:40Z"]
FORMATS = ["yyyy-MM-dd", "yyyyMMddHHmmss", "D", "d", "M", "o", "R", "s", "u", "Y", "ddd MMM",
           "dddd, dd MMMM yyyy", "HH:mm:ss.fff", "hh:mm tt", "yyyy-MM-ddTHH:mm:ssZ", "%d",
           "fffffff", "zzz", "K", "yy/M/d H:m:s", "''yyyy''", "FFF", "gg"]
UNITS = ["Second", "Minute", "Hour", "Day", "Week", "Month", "Year", "day"]
ZONES = ["UTC", "Pacific Standard Time", "W. Europe Standard Time", "India Standard Time",
         "Tokyo Standard Time", "AUS Eastern Standard Time", "Nepal Standard Time",
         "Newfoundland Standard Time"]
BASE64 = ["SGVsbG8=", "", "aGVsbG8gd29ybGQ=", "w6k=", "AAEC/w==", "YQ"]
DATA_URIS = ["data:text/plain;charset=utf-8;base64,SGVsbG8=", "data:,hello%20there",
             "data:;base64,aGVsbG8=", "data:text/html,<p>x</p>", "data:nothing"]
URI_TEXTS = ["http%3A%2F%2Fcontoso.com", "a%20b", "%C3%A9", "plain", "100%", "%zz", "a+b"]
JSON_TEXTS = ['{"a":1,"b":[true,null,"x"]}', "[1,2.0,3e2]", '"text"', "12", "1.50", "null", "true",
              '{"A":1,"a":2}', "", "{bad", '{"d":"2018-03-15T13:27:36Z"}', "[]", "{}",
              '{"n":12345678901234567890}', "[1,[2,[3]]]"]
XML_TEXTS = ["<a>1</a>", "<r><i k=\"1\">x</i><i k=\"2\">y</i></r>", "<r/>", "<a><b>é</b><b/></a>",
             '<?xml version="1.0"?><f xmlns="u"><l>1</l></f>', "<a>", "text"]
XPATHS = ["/r/i", "//i/@k", "count(/r/i)", "string(/a)", "/r/i[2]", "sum(/r/i/@k)", "/none", "//b",
          "1 + 1", "boolean(/r)", "bad["]
GUID_FORMATS = ["N", "D", "B", "P", "X", "Q"]

REST = "..."
ACCESSORS = ["pipeline", "activity", "variables", "item", "dataset", "linkedService", "trigger",
             "triggerBody"]  # In what ACCESSES and the cases hold.
# What each function gives, and its arguments; "?" marks one that may be left out, "..." repeats.
FUNCTIONS = {
    "concat": ("text", "any ..."), "toLower": ("text", "text"), "toUpper": ("text", "text"),
    "trim": ("text", "text"), "endsWith": ("bool", "text text"),
    "startsWith": ("bool", "text text"), "indexOf": ("int", "text text"),
    "lastIndexOf": ("int", "text nonempty"), "replace": ("text", "text text text"),
    "split": ("list", "text text"), "substring": ("text", "text small ?small"),
    "contains": ("bool", "collection any"), "empty": ("bool", "collection"),
    "length": ("int", "textOrList"), "join": ("text", "list text"),
    "union": ("list", "list list ..."),
    "intersection": ("list", "list list ..."), "first": ("any", "textOrList"),
    "last": ("any", "textOrList"), "skip": ("list", "list small"), "take": ("list", "list small"),
    "and": ("bool", "bool bool"), "or": ("bool", "bool bool"), "not": ("bool", "bool"),
    "if": ("any", "bool any any"), "equals": ("bool", "any any"),
    "greater": ("bool", "number number"), "greaterOrEquals": ("bool", "number number"),
    "less": ("bool", "number number"), "lessOrEquals": ("bool", "number number"),
    "array": ("list", "any"), "bool": ("bool", "any"), "coalesce": ("any", "any ..."),
    "createArray": ("list", "any ..."), "json": ("any", "json"), "string": ("text", "any"),
    "float": ("float", "numeric"), "int": ("int", "numeric"), "base64": ("base64", "any"),
    "base64ToBinary": ("binary", "base64"), "base64ToString": ("text", "base64"),
    "decodeBase64": ("text", "base64"), "binary": ("binary", "any"), "dataUri": ("dataUri", "any"),
    "dataUriToBinary": ("binary", "dataUri"), "dataUriToString": ("text", "dataUri"),
    "decodeDataUri": ("text", "dataUri"), "uriComponent": ("uri", "any"),
    "encodeUriComponent": ("uri", "any"), "uriComponentToString": ("text", "uri"),
    "decodeUriComponent": ("text", "uri"), "uriComponentToBinary": ("binary", "uri"),
    "xml": ("xml", "xmlText"), "xpath": ("any", "xml xpath"), "add": ("number", "number number"),
    "sub": ("number", "number number"), "mul": ("number", "number number"),
    "div": ("number", "number number"), "mod": ("number", "number number"),
    "max": ("number", "number number ..."), "min": ("number", "number number ..."),
    "range": ("list", "small small"), "addDays": ("time", "time small ?format"),
    "addHours": ("time", "time int ?format"), "addMinutes": ("time", "time int ?format"),
    "addSeconds": ("time", "time int ?format"), "addToTime": ("time", "time small unit ?format"),
    "subtractFromTime": ("time", "time small unit ?format"),
    "formatDateTime": ("text", "time ?format"), "dayOfMonth": ("int", "time"),
    "dayOfWeek": ("int", "time"), "dayOfYear": ("int", "time"), "ticks": ("int", "time"),
    "startOfDay": ("time", "time ?format"), "startOfHour": ("time", "time ?format"),
    "startOfMonth": ("time", "time ?format"), "convertFromUtc": ("text", "time zone ?format"),
    "convertToUtc": ("time", "time zone ?format"),
    "convertTimeZone": ("text", "time zone zone ?format"),
}
# What they give differs from call to call: only what always holds of it is compared.
UNSTABLE = {
    "guid": ("int", ["length(guid())", "length(guid('{guid}'))"]),
    "rand": ("any", ["rand(1, 2)", "less(rand(0, 5), 5)", "rand(3, 2)"]),
    "utcNow": ("any", ["length(utcNow())", "length(utcNow('yyyy-MM-dd'))",
                      "empty(utcNow('{format}'))"]),
    "getFutureTime": ("any", ["length(getFutureTime(1, '{unit}'))",
                              "greater(ticks(getFutureTime(1, 'Day')), ticks(utcNow()))"]),
    "getPastTime": ("any", ["length(getPastTime(1, '{unit}'))",
                            "less(ticks(getPastTime(1, 'Day')), ticks(utcNow()))"]),
}
ACCESSES = {
    "text": ["pipeline().parameters.folder", "pipeline().globalParameters.env", "pipeline().RunId",
             "variables('text')", "item().name", "pipeline().parameters.row.Name",
             "pipeline()['parameters']['folder']", "item().parts[0]"],
    "int": ["pipeline().parameters.count", "variables('number')", "item().size",
            "activity('Look').output.count", "activity('Look').output.firstRow.id"],
    "float": ["pipeline().parameters.rate", "pipeline().globalParameters.limits[1]"],
    "bool": ["pipeline().parameters.on"],
    "list": ["variables('list')", "variables('empty')", "variables('nested')", "item().parts",
             "pipeline().parameters.names", "pipeline().globalParameters.limits",
             "activity('Look').output.value"],
    "object": ["item()", "pipeline().parameters.row", "activity('Look').output.firstRow",
               "variables('nested')[1]"],
    "null": ["pipeline().parameters.none", "item()?.none", "pipeline()?.no?.such"],
    "time": ["activity('Look').output.firstRow.At"],
    "any": ["item().nothing", "variables('nothing')", "activity('Nobody').output",
            "variables('list')[7]", "pipeline().parameters.row.id", "item().name.length",
            "variables('nested')[1].k[0]", "pipeline().parameters['Row'].Tags"],
}
LITERALS = {
    "int": INTS, "small": SMALL, "float": FLOATS, "bool": ["true", "false"], "null": ["null"],
    "text": TEXTS, "nonempty": TEXTS[1:], "time": TIMES, "format": FORMATS, "unit": UNITS,
    "zone": ZONES, "base64": BASE64, "dataUri": DATA_URIS, "uri": URI_TEXTS, "json": JSON_TEXTS,
    "xmlText": XML_TEXTS, "xpath": XPATHS, "guid": GUID_FORMATS,
}
PLAIN = {"int", "small", "float", "bool", "null"}  # Without quotes.
# A type as one of others, or as made by a function that always gives it.
CHOICES = {
    "any": ["text", "int", "float", "bool", "null", "list", "object", "time"],
    "number": ["int", "int", "float", "small"], "collection": ["text", "list", "object"],
    "textOrList": ["text", "list"], "numeric": ["int", "float", "text", "text"],
}
GIVES = {"nonempty": "text", "small": "int", "numeric": "number", "json": "text"}
ILL_TYPED = 0.04
MISCOUNTED = 0.01
NESTED = 0.55
DEPTH_MAX = 4


def quoted(text):
    """A text as a literal; `TEXTS` hold quotes doubled already."""
    return "'" + text + "'"


class Grammar:
    def __init__(self, random):
        self.random = random
        self.makers = {}
        for name, (gives, _) in FUNCTIONS.items():
            self.makers.setdefault(gives, []).append(name)

    def expression(self):
        """Every function in turn is as likely as any other at the root."""
        name = self.random.choice([*FUNCTIONS, *UNSTABLE])
        if self.random.random() < MISCOUNTED:
            # Ours counts arguments before it evaluates any, so these must not fail by themselves.
            name = self.random.choice([*FUNCTIONS])
            return ("call", name, [("literal", "1")] * self.random.randint(0, 6))
        return self.unstable(name) if name in UNSTABLE else self.call(name, 0)

    def unstable(self, name):
        text = self.random.choice(UNSTABLE[name][1])
        for kind in ("guid", "format", "unit"):
            text = text.replace("{" + kind + "}", self.random.choice(LITERALS[kind]))
        return ("literal", text)

    def call(self, name, depth):
        arguments = []
        for word in FUNCTIONS[name][1].split():
            if word.startswith("?"):
                if self.random.random() < 0.5:
                    break
                arguments.append(self.argument(word[1:], depth + 1))
            elif word == REST:
                for _ in range(self.random.choice([0, 0, 1, 2])):
                    arguments.append(self.argument(last, depth + 1))
            else:
                arguments.append(self.argument(word, depth + 1))
            last = word
        return ("call", name, arguments)

    def argument(self, kind, depth):
        if self.random.random() < ILL_TYPED:
            kind = self.random.choice(CHOICES["any"])
        kind = self.random.choice(CHOICES[kind]) if kind in CHOICES else kind
        if depth < DEPTH_MAX and self.random.random() < NESTED / depth:
            makers = self.makers.get(GIVES.get(kind, kind), [])
            if kind in ("int", "float"):
                makers = makers + self.makers["number"]
            if makers:
                return self.call(self.random.choice(makers), depth)
        return self.leaf(kind, depth)

    def leaf(self, kind, depth):
        accesses = ACCESSES.get(kind, [])
        if accesses and (kind in ("list", "object") or self.random.random() < 0.25):
            if self.random.random() < 0.03:
                accesses = ACCESSES["any"]
            if kind != "list" or self.random.random() < 0.5:
                return ("literal", self.random.choice(accesses))
        if kind == "list":
            return ("call", "createArray", [self.leaf(self.random.choice(CHOICES["any"]), depth + 1)
                                            for _ in range(self.random.randint(1, 3))])
        if kind == "binary":
            return ("call", "binary", [self.leaf("text", depth)])
        if kind == "xml":
            return ("call", "xml", [self.leaf("xmlText", depth)])
        literal = self.random.choice(LITERALS[kind])
        return ("literal", literal if kind in PLAIN else quoted(literal))


def text_of(node):
    if node[0] == "literal":
        return node[1]
    return node[1] + "(" + ", ".join(map(text_of, node[2])) + ")"


def functions_of(node):
    """The names of the functions in a tree, the outermost first."""
    if node[0] == "literal":
        return [node[1].split("(")[0]] if "(" in node[1] and node[1][0] != "'" else []
    return [node[1]] + [name for one in node[2] for name in functions_of(one)]
