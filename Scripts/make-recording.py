#!/usr/bin/env python3
"""Writes a recording of invented followers of the example shop, for trying `diff` and for the pictures of the README.

The requests carry no valid signature: `replay` refuses them, and the tools that verify nothing read them.
"""
import argparse
import base64
import datetime
import json
import random
import urllib.parse

APP = "2021000000000001"
MESSAGES = [
    (14, ["退款", "我要退款", "怎么退款啊", "想退款", "退钱"]),
    (10, ["退款到哪了", "查一下退款进度", "退款进度", "退款怎么还没到", "我的退款什么时候到账"]),
    (8, ["几点开门", "营业时间", "1", "你们几点关门"]),
    (9, ["你好", "在吗", "您好", "有人吗", "在吗在吗"]),
    (7, ["快递：SF123456789012", "查快递", "物流 YT12345678", "快递到哪了"]),
    (7, ["能开发票吗", "发票怎么开", "我要发票", "电子发票"]),
    (5, ["找客服", "转人工", "3"]),
    (4, ["我要退货", "书有破损，退货", "买错了能退货吗"]),
    (3, ["今天天气怎么样", "哈哈", "嗯", "好的"]),
]
NEXT = [("", 45), ("same", 20), ("转人工", 12), ("你好歹说清楚", 10), ("谢谢", 13)]


def line(at, user, serial, fields):
    cdata = lambda text: f"<![CDATA[{text}]]>"
    xml = "<XML>" + "".join(f"<{name}>{value}</{name}>" for name, value in [
        ("AppId", cdata(APP)), ("FromUserId", cdata(user)), ("CreateTime", cdata(int(at.timestamp() * 1000))),
        ("FromAlipayUserId", cdata(user)),
    ] + fields) + "</XML>"
    body = urllib.parse.urlencode({
        "biz_content": xml, "charset": "UTF-8", "service": "alipay.mobile.public.message.notify",
        "sign_type": "RSA2", "sign": "bm9uZQ==",
    })
    received = at.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"
    return json.dumps({
        "v": 1, "received": received, "query": "",
        "content_type": "application/x-www-form-urlencoded; charset=UTF-8",
        "body": base64.b64encode(body.encode()).decode(),
    }, separators=(",", ":"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--followers", type=int, default=3_000)
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    zone = datetime.timezone(datetime.timedelta(hours=8))
    began = datetime.datetime(2026, 2, 1, 0, 0, 0, tzinfo=zone)
    weights = [weight for weight, _ in MESSAGES]
    events = []
    while len(events) < options.events:
        user = f"2088{dice.randrange(options.followers):012}"
        hour = min(23.9, max(0, dice.gauss(14.5, 4)))
        at = began + datetime.timedelta(days=dice.randrange(options.days), hours=hour, milliseconds=dice.randrange(10**6))
        if dice.random() < 0.05:
            kind = dice.choice(["follow", "click"])
            events.append((at, user, kind, "NEW_BOOKS" if kind == "click" else ""))
            continue
        (_, texts), = dice.choices(MESSAGES, weights)
        text = dice.choice(texts)
        events.append((at, user, "text", text))
        while True:
            (follow, _), = dice.choices(NEXT, [weight for _, weight in NEXT])
            if not follow:
                break
            at += datetime.timedelta(seconds=dice.randrange(15, 420))
            events.append((at, user, "text", dice.choice(texts) if follow == "same" else follow))
    events.sort()
    for serial, (at, user, kind, text) in enumerate(events[:options.events]):
        cdata = lambda value: f"<![CDATA[{value}]]>"
        if kind == "text":
            fields = [("MsgType", cdata("text")), ("Text", f"<Content>{cdata(text)}</Content>"), ("MsgId", cdata(serial))]
        else:
            fields = [("MsgType", cdata("event")), ("EventType", cdata(kind)), ("ActionParam", cdata(text))]
        print(line(at, user, serial, fields))


if __name__ == "__main__":
    main()
