"""Make an expression smaller while it still shows the same kind of difference."""
import json

TRIES_MAX = 250
SIMPLER = ["''", "'a'", "0", "1", "null", "true"]


def size(node):
    return 1 + sum(map(size, node[2])) if node[0] == "call" else 1 + len(node[1]) / 1000


def literal_of(answer):
    """The value as a literal, if it has one."""
    kind, value = answer
    if kind != "value" or isinstance(value, (list, dict)):
        return None
    if isinstance(value, str):
        return ("literal", "'" + value.replace("'", "''") + "'") if len(value) < 80 else None
    return ("literal", json.dumps(value))


def replaced(node, path, new):
    if not path:
        return new
    arguments = list(node[2])
    arguments[path[0]] = replaced(arguments[path[0]], path[1:], new)
    return ("call", node[1], arguments)


def places(node, path=()):
    yield path, node
    if node[0] == "call":
        for index, one in enumerate(node[2]):
            yield from places(one, path + (index,))


def candidates(node, evaluate):
    """Smaller trees, the most promising first."""
    for path, inner in places(node):
        if path:
            yield inner
    for path, inner in places(node):
        if inner[0] != "call":
            if path:
                yield from (replaced(node, path, ("literal", text)) for text in SIMPLER)
            continue
        if path:
            literal = literal_of(evaluate(inner))
            if literal:
                yield replaced(node, path, literal)
            yield from (replaced(node, path, one) for one in inner[2])
        for index in range(len(inner[2])):
            fewer = ("call", inner[1], inner[2][:index] + inner[2][index + 1:])
            yield replaced(node, path, fewer)


def smallest(node, same, evaluate):
    """The smallest tree found for which same(tree) holds; `evaluate` answers for a tree."""
    tries, improved = 0, True
    while improved and tries < TRIES_MAX:
        improved = False
        for candidate in candidates(node, evaluate):
            if size(candidate) >= size(node):
                continue
            tries += 1
            if same(candidate):
                node, improved = candidate, True
                break
            if tries >= TRIES_MAX:
                break
    return node
