#!/usr/bin/env python3
"""Writes the seeds of the wire's fuzzers, Fuzz/Corpus, from the golden vectors.

    Scripts/make-wire-fuzz-seeds.py
"""
import base64
import json
import pathlib
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
VECTORS = ROOT / "Tests/AlipayClientTests/Vectors"
TEXTS = ["你好", "€￥“”…—·", "镕丂", "a\r\n\0~", "😀é", "龦\ue78d\ue815\ue864", "", "繁體", "ＨＥＬＬＯ", "鎔]]>", "\u20ac\u00a5"]


def write(target, name, data):
    folder = ROOT / "Fuzz/Corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def forms_and_events():
    for path in sorted((VECTORS / "inbound").glob("*.bin")):
        name, body = path.name.removesuffix(".body.bin"), path.read_bytes()
        write("form", name, body)
        query, _, rest = body.partition(b"&")
        if name.startswith("text"):
            write("form", f"{name}-query", query + b"\n" + rest)
        for parameter in body.split(b"&"):
            if parameter.startswith(b"biz_content="):
                write("event", name, urllib.parse.unquote_to_bytes(parameter[12:].replace(b"+", b" ")))


def letters():
    for number, text in enumerate(TEXTS):
        write("charset", f"utf8-{number:02}", text.encode())
        write("charset", f"gbk-{number:02}", text.encode("gb18030"))


def keys():
    for path in sorted((VECTORS / "certs").glob("*.crt")):
        write("key-text", path.name, path.read_bytes())
        armour = path.read_text().replace("\r", "").split("-----")
        write("key-text", f"{path.stem}.der", base64.b64decode(armour[2].replace("\n", "")))
    for name, value in json.loads((VECTORS / "keys.json").read_text())["keys"].items():
        der = bytes.fromhex(value)
        write("key-text", f"{name}.der", der)
        write("key-text", f"{name}.base64", base64.b64encode(der))
    write("key-text", "aes", b"aYA0GP8JEW+D7/UFaskCWA==")


def answers():
    for case in json.loads((VECTORS / "v3_responses.json").read_text()):
        lines = [str(case["status"])] + [f"{name}:{value}" for name, value in case["headers"].items()]
        write("answer", case["id"], "\n".join(lines + ["", case["body"]]).encode())


forms_and_events()
letters()
keys()
answers()
