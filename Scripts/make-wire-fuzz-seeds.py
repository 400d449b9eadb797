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


DOCUMENTS = [
    "<XML><AppId><![CDATA[1]]></AppId>\n<Text><Content><![CDATA[你好]]></Content></Text></XML>", "<a/>", "<a b='c'/>",
    "<a><![CDATA[]]></a>", "<a><![CDATA[x]]>y<![CDATA[]]]]><![CDATA[>]]></a>", "<a>&amp;&#65;</a>",
    '<?xml version="1.0"?><a>\r\n</a>', "<!--x--><a><!--y--></a>", "<a:b xmlns:a='c'/>", "<_1>\ufffd\uffff</_1>",
    "<a><b>1</b><b>2</b>\u0085</a>", "<!DOCTYPE a><a/>", "<a>]]></a>",
]
OBJECTS = [
    '{"user_name":"*明","logon_id":"138****0000"}', '{ "logon_id" : "" }', "{}", '{"a":{"b":{"c":"😀"}},"d":true}',
    '{"v":1,"a":false,"b":null}', '{"a":"\\u4f60\\n"}', '{"a":"1","a":"2"}', '{"v":1.0,"w":-1,"x":10,"y":1e3}', '["a",{}]',
    '{"a":"\x7f\u0085\u2028"}', '\t{"é":"1","e\u0301":"2"}\r\n', '{"user_name":null,"x":"y"}', '{"a":"b",}',
]


def documents():
    for number, text in enumerate(DOCUMENTS):
        write("xml", f"document-{number:02}", text.encode())
    for number, text in enumerate(OBJECTS):
        write("json", f"object-{number:02}", text.encode())


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
documents()
letters()
keys()
answers()
