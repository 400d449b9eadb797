#!/usr/bin/env python3
"""generate.py DIR: writes the workload of all engines, SET.rules.json, SET.rules.tsv and SET.msgs.txt.

A line of rules is {"id": rule, "kind": "keyword"|"regex", "pattern": ..., "mode": "contains"|"exact"|"prefix"}; several
lines may share one rule id. A message is one line. All seeds are fixed: the output is the same on every machine, byte
for byte (data.sha256). Whoever changes the order of the calls of a generator changes the workload.
"""
import json
import os
import random
import re
import sys

OUT = sys.argv[1]
MESSAGES = 20000

# The words of customers: what keywords and regexes are made of.
NOUN = """
    退款 退货 换货 发票 物流 快递 订单 运费 优惠券 红包 积分 会员 售后 保修 尺码 库存 价格 密码 账号
    绑定 登录 支付 付款 扣款 账单 花呗 余额 提现 转账 客服 投诉 人工 水费 电费 燃气费 物业费 话费 流量
    宽带 社保 医保 公积金 养老金 居住证 身份证 护照 签证 驾驶证 行驶证 违章 罚款 年检 停车 地铁 公交
    高铁 机票 酒店 挂号 预约 体检 疫苗 核酸 学费 报名 成绩 录取 户口 结婚证 营业执照 个税 退税 纳税
    电子税务 充值 套餐 补卡 欠费 停水 停电 抢修 报装 过户 阶梯电价 抄表 水表 电表 燃气表 暖气 供热费
    垃圾费 有线电视 校园卡 一卡通 公交卡 月票 门票 景区 租房 房贷 贷款 利率 还款 逾期 征信 保险 理赔
    保单 续保 车险 加油卡 充电桩 共享单车 外卖 生鲜 奶粉 手机 电脑 耳机 冰箱 洗衣机 空调 电视 衣服 鞋子
    化妆品 口红 面膜 零食 水果 茶叶 白酒 玩具 图书 家具 床垫 灯具 窗帘 奶茶 咖啡 蛋糕 包邮 预售 定金
    尾款 秒杀 满减 拼团 砍价 直播 赠品 试用
""".split()
ACT = """
    查询 办理 申请 取消 修改 开通 关闭 缴费 补缴 打印 下载 上传 提交 审核 进度 状态 记录 明细 余额不足
    失败 成功 到账 未到账 多久 时间 地址 电话 流程 材料 条件 资格 标准 规则 政策 优惠 活动 打折 补贴
    报销 提取 转移 变更 注销 恢复 冻结 解绑 找回 重置 验证 激活 续费 升级 降级 转人工 退订 投递 签收
    催单 改签
""".split()
CITY = """
    北京 上海 广州 深圳 杭州 南京 苏州 成都 重庆 武汉 西安 天津 长沙 郑州 青岛 济南 宁波 厦门 福州
    合肥 昆明 贵阳 南宁 海口 沈阳 大连 长春 哈尔滨 石家庄 太原 兰州 西宁 银川 乌鲁木齐 呼和浩特 拉萨
    南昌 无锡 常州 温州 嘉兴 绍兴 金华 台州 徐州 扬州 烟台 潍坊 洛阳 东莞 佛山 珠海 中山 惠州
""".split()
PRE = """
    怎么 如何 怎样 在哪里 哪里 为什么 什么时候 能不能 可以 需要 我要 我想 帮我 请帮忙
""".split()
SUF = """
    怎么办 怎么弄 多少钱 什么意思 在哪 有吗 可以吗 几天 要求 步骤 方法 入口 链接 官网 网点 热线 营业时间
    收费标准 最新
""".split()

# Chit-chat, which has nothing of the words above.
FILL_A = """
    你好 您好 在吗 亲 请问一下 麻烦问下 那个 哎 嗯嗯 老师好 大家好 早上好 晚上好 打扰了 想咨询下 问个事
    我昨天弄了 家里老人的 我朋友说 刚刚看到 前几天 这边 一直没人回 急急急
""".split()
FILL_B = """
    呀 呢 谢谢 谢谢啦 多谢 辛苦了 麻烦了 好的 行吧 知道了 不太明白 能说清楚点么 等你消息 在线等 挺急的
    拜托 真的服了 啊啊啊 哈哈 嘻嘻 ok 嗯 。 ！ ？ ～ 😀 👍
""".split()
CHAT = """
    今天天气真好啊 晚饭吃了没 你是机器人吗 讲个笑话听听 周末去爬山吧 我家猫又捣乱了 刚下班累死了 哈哈哈太逗了
    生日快乐呀 新年好 晚安 明天见 你叫什么名字 随便聊聊 无聊死了 孩子作业写不完 昨晚球赛看了么 这歌真好听
    下雨了没带伞 堵在路上了 hello hi test 嗯嗯好 收到收到 没事了 不用了 搞定了 再见 拜拜 我先忙
    你真棒 给个赞 不错不错 666 哦 噢 好滴
""".split()


def keywords():
    """Words, then their compounds of two, then of three; a smaller set is the beginning of a larger one."""
    r = random.Random(20260101)
    seen, result = set(), []

    def add(words):
        for word in words:
            if word not in seen:
                seen.add(word)
                result.append(word)

    add(NOUN)
    two = [n + a for n in NOUN for a in ACT]
    two += [a + n for n in NOUN for a in ACT[:14]]
    two += [c + n for c in CITY for n in NOUN]
    two += [p + n for p in PRE for n in NOUN]
    two += [n + s for n in NOUN for s in SUF]
    r.shuffle(two)
    add(two)
    three = [c + n + a for c in CITY for n in NOUN for a in ACT]
    r.shuffle(three)
    add(three[:120000])
    return result


def keyword_mode(r):
    x = r.random()
    return 'contains' if x < .85 else ('exact' if x < .95 else 'prefix')


def keyword_rules(count, r):
    """Rules of one to four keywords."""
    rules, start, rule = [], 0, 0
    words = keywords()[:count]
    assert len(words) == count
    while start < count:
        size = r.choice((1, 2, 2, 3, 4))
        for word in words[start:start + size]:
            rules.append(dict(id=rule, kind='keyword', pattern=word, mode=keyword_mode(r)))
        start += size
        rule += 1
    return rules


def digits(r, count):
    return ''.join(r.choice('0123456789') for _ in range(count))


# Regexes as operators write them: the pattern, and what makes a text that it matches.
FIXED = [
    (r'订单号?\s*[:：]?\s*(\d{6,20})',
     lambda r: '订单号' + r.choice(['', ' ', ':', '：']) + digits(r, r.randint(6, 20))),
    (r'(怎么|如何|怎样).{0,6}(退|换)货',
     lambda r: r.choice(['怎么', '如何', '怎样']) + r.choice(['', '申请', '才能']) + r.choice('退换') + '货'),
    (r'(1[3-9]\d{9})',
     lambda r: '1' + r.choice('3456789') + digits(r, 9)),
    (r'(20\d{2})[-/年](\d{1,2})[-/月](\d{1,2})日?',
     lambda r: '20%s年%d月%d日' % (digits(r, 2), r.randint(1, 12), r.randint(1, 28))),
    (r'(\d+(?:\.\d{1,2})?)\s*(元|块钱|RMB|rmb)',
     lambda r: '%d.%s元' % (r.randint(1, 999), digits(r, 2))),
    (r'^(查|查询|查一下)?(水|电|燃气)费(余额|账单)?$',
     None),
    (r'([一-龥]{2,4})(省|市|区|县)(社保|医保)(局|中心)',
     lambda r: r.choice(CITY) + '市' + r.choice(['社保', '医保']) + r.choice(['局', '中心'])),
    (r'(快递|物流|包裹).{0,12}(没|未)(到|收到|更新)',
     lambda r: r.choice(['快递', '物流', '包裹']) + r.choice(['三天了还', '怎么还', '一直']) + '没' + r.choice(['到', '更新'])),
    (r'[A-Z]{2}\d{9}CN',
     lambda r: 'EA' + digits(r, 9) + 'CN'),
    (r'(\d{6})(19|20)\d{2}(0[1-9]|1[0-2])\d{5}[\dXx]',
     lambda r: digits(r, 6) + '1990' + '05' + digits(r, 5) + 'X'),
    (r'(?:户号|编号|客户号)[\s:：为是]*(\d{8,13})',
     lambda r: '户号是' + digits(r, 10)),
    (r'https?://[\w./?=&%-]+',
     lambda r: 'https://m.example.cn/t?id=' + digits(r, 5)),
    (r'[\w.]+@[\w]+\.(?:com|cn|net)',
     lambda r: 'user%s@example.com' % digits(r, 3)),
]


def templated_regexes(r):
    """An endless stream of distinct regexes over the vocabulary, each with its maker of texts."""
    templates = [
        lambda n, n2, a, a2, c: (
            f'(怎么|如何|怎样).{{0,6}}{a}.{{0,4}}{n}',
            lambda q: q.choice(['怎么', '如何', '怎样'])+q.choice(['', '去', '在线'])+a+q.choice(['', '一下'])+n),
        lambda n, n2, a, a2, c: (
            f'{n}.{{0,10}}(没|未|还没)({a}|到|收到)',
            lambda q: n+q.choice(['好几天', '', '怎么'])+q.choice(['没', '未', '还没'])+q.choice([a, '到'])),
        lambda n, n2, a, a2, c: (
            f'(?:我要|我想|帮我|请)?({a}|{a2})(?:一下)?{n}',
            lambda q: q.choice(['我要', '帮我', ''])+q.choice([a, a2])+q.choice(['一下', ''])+n),
        lambda n, n2, a, a2, c: (
            f'^(?:请问)?{n}(?:的)?({a}|{a2})(?:是|在)?(?:什么|哪里|多少)[?？]?$',
            None),
        lambda n, n2, a, a2, c: (
            f'{c}.*({n}|{n2})',
            lambda q: c+q.choice(['这边的', '', '市'])+q.choice([n, n2])),
        lambda n, n2, a, a2, c: (
            f'({n}|{n2})(?:多少钱|价格|费用|怎么收费)',
            lambda q: q.choice([n, n2])+q.choice(['多少钱', '怎么收费'])),
        lambda n, n2, a, a2, c: (
            f'{n}(?:单|编)?号?[\\s:：]*([A-Za-z0-9]{{6,20}})',
            lambda q: n+'编号: '+q.choice('ABC')+digits(q, 9)),
        lambda n, n2, a, a2, c: (
            f'(\\d{{1,2}})月份?(?:的)?{n}({a})?',
            lambda q: '%d月的%s' % (q.randint(1, 12), n)),
        lambda n, n2, a, a2, c: (
            f'{n}[^，。！？,.!?]{{0,8}}{a}',
            lambda q: n+q.choice(['能不能', '可以', ''])+a),
        lambda n, n2, a, a2, c: (
            f'[要想]{a}[一-龥]{{0,5}}{n}',
            lambda q: q.choice('要想')+a+q.choice(['自己的', ''])+n),
    ]
    seen = set()
    number = 0
    while True:
        template = templates[number % len(templates)]
        number += 1
        pattern, maker = template(r.choice(NOUN), r.choice(NOUN), r.choice(ACT), r.choice(ACT), r.choice(CITY))
        if pattern not in seen:
            seen.add(pattern)
            yield pattern, maker


def regex_rules(count, base=0):
    """Rules of one regex, with their makers of texts."""
    source = list(FIXED)[:count]
    more = templated_regexes(random.Random(4242))
    while len(source) < count:
        source.append(next(more))
    rules = [dict(id=base + i, kind='regex', pattern=p, mode='contains') for i, (p, _) in enumerate(source)]
    return rules, [maker for _, maker in source]


class Reference:
    """All distinct rules that match a message, with substrings and Python's `re`."""

    def __init__(self, rules):
        self.keywords, self.longest, self.regexes = {}, 0, []
        for rule in rules:
            if rule['kind'] == 'keyword':
                self.keywords.setdefault(rule['pattern'], []).append((rule['id'], rule['mode']))
                self.longest = max(self.longest, len(rule['pattern']))
            else:
                self.regexes.append((rule['id'], re.compile(rule['pattern'], re.A)))

    def __call__(self, message):
        found, length = set(), len(message)
        for i in range(length):
            for j in range(i + 1, min(length, i + self.longest) + 1):
                for rule, mode in self.keywords.get(message[i:j], ()):
                    if mode == 'contains' or (i == 0 and (mode == 'prefix' or j == length)):
                        found.add(rule)
        for rule, regex in self.regexes:
            if regex.search(message):
                found.add(rule)
        return found


class Writer:
    """Writes messages: three in ten match nothing, and six in ten of those nearly match a keyword."""

    def __init__(self, rules, makers, r):
        self.r = r
        self.reference = Reference(rules)
        self.keywords = [rule for rule in rules if rule['kind'] == 'keyword']
        self.order = list(range(len(self.keywords)))
        r.shuffle(self.order)
        self.makers = [maker for maker in makers if maker]

    def keyword(self):
        """A keyword, some far oftener than others."""
        r, n = self.r, len(self.keywords)
        pick = min(n - 1, int(n ** r.random()) - 1 if r.random() < .7 else r.randrange(n))
        return self.keywords[self.order[pick]]

    def filling(self, count):
        return ''.join(self.r.choice(FILL_A) + self.r.choice(['', '，', ' ']) for _ in range(count))

    def padded(self, text, front=True):
        """A text filled up with chit-chat to 5...60 characters, mostly few."""
        r = self.r
        length = int(r.triangular(5, 60, 8))
        while len(text) < length:
            chat = r.choice(CHAT) if r.random() < .5 else r.choice(FILL_A) + r.choice(FILL_B)
            if front and r.random() < .5:
                text = chat + r.choice(['，', ' ', '。']) + text
            else:
                text = text + r.choice(['，', ' ', '。', '']) + chat
        return text[:60] if not front or len(text) <= 60 else text

    def hit(self):
        r = self.r
        if self.keywords and (not self.makers or r.random() < .6):
            rule = self.keyword()
            body = rule['pattern']
            if rule['mode'] == 'exact' or r.random() < .12:
                return body
            before = '' if rule['mode'] == 'prefix' else self.filling(r.choice((0, 1, 1, 2)))
        else:
            body = r.choice(self.makers)(r)
            before = self.filling(r.choice((0, 1, 1, 2)))
        text = before + body
        if r.random() < .35:
            second = self.keyword()['pattern'] if self.keywords else r.choice(self.makers)(r)
            text += r.choice(['，', '和', '还有', ' ']) + second
        text += ''.join(r.choice(FILL_B) for _ in range(r.choice((0, 1, 1, 2, 3))))
        return self.padded(text, front=bool(before) or not self.keywords)[:60]

    def miss(self):
        r = self.r
        while True:
            kind = r.random()
            text = r.choice(CHAT)
            if kind < .6 and self.keywords:
                word = r.choice(self.keywords)['pattern']
                text = r.choice(FILL_A) + word[:max(1, len(word) - 1)] + r.choice(FILL_B) + r.choice(CHAT)
            elif kind < .8:
                text = self.filling(2) + text + r.choice(FILL_B)
            elif kind < .9:
                text = text + digits(r, 4) + r.choice(CHAT)
            text = self.padded(text)[:60]
            if not self.reference(text):
                return text

    def message(self):
        if self.r.random() < .30:
            return self.miss()
        while True:
            text = self.hit()
            if self.reference(text):
                return text


# Regexes that exhaust engines which backtrack, each with a text to do it.
HOSTILE = [
    ('(a+)+$', 'a'*28+'b'),
    ('(a+)+$', 'a'*10000+'b'),
    ('(a|aa)+$', 'a'*40+'b'),
    ('(.*a){20}', 'a'*19+'b'*81),
    ('(.*a){20}', ('a'*18+'b'*82)*100),
    ('^(\\w+\\s?)*$', 'a'*28+'!'),
    ('(x+x+)+y', 'x'*30),
    ('(x+x+)+y', 'x'*10000),
    ('(退+)+货$', '退'*30+'款'),
    ('(退+)+货$', '退'*10000),
    ('([一-龥]+)*！$', '我要退款'*8+'。'),
    ('([一-龥]+)*！$', '我要退款'*2500),
    ('^(([a-z])+.)+[A-Z]([a-z])+$', 'a'*40),
    ('(.*?,){11}P', '1,'*40+'x'),
    ('(?:a?){25}a{25}', 'a'*25),
    ('退.*款.*货.*单.*号.*查', '退款货单号'*2000),
    ('(怎么|如何|怎样).{0,6}(退|换)货', '怎么'*5000),
    ('(\\d+)+元', '1'*10000),
    ('.*.*.*=.*', 'x'*10000),
    ('[\\s\\S]{0,1000}退款', '发'*10000),
]


def write(name, rules, messages):
    with open(f'{OUT}/{name}.rules.json', 'w') as f:
        f.write('[\n' + ',\n'.join(json.dumps(rule, ensure_ascii=False) for rule in rules) + '\n]\n')
    with open(f'{OUT}/{name}.rules.tsv', 'w') as f:
        for rule in rules:
            f.write(f"{rule['id']}\t{rule['kind']}\t{rule['mode']}\t{rule['pattern']}\n")
    with open(f'{OUT}/{name}.msgs.txt', 'w') as f:
        f.write('\n'.join(messages) + '\n')


def write_set(name, rules, makers=()):
    writer = Writer(rules, makers, random.Random('m' + name))
    write(name, rules, [writer.message() for _ in range(MESSAGES)])
    print(name, flush=True)


def write_mixed(name, keyword_count, regex_count, seed):
    words = keyword_rules(keyword_count, random.Random(seed))
    regexes, makers = regex_rules(regex_count, base=words[-1]['id'] + 1)
    write_set(name, words + regexes, makers)


def write_hostile():
    with open(f'{OUT}/adv.json', 'w') as f:
        json.dump([dict(pattern=p, text=t) for p, t in HOSTILE], f, ensure_ascii=False)
    with open(f'{OUT}/adv.tsv', 'w') as f:
        for pattern, text in HOSTILE:
            f.write(pattern + '\t' + text + '\n')
    # Keywords within keywords.
    r = random.Random(7)
    nested = [dict(id=i, kind='keyword', pattern='a' * (i + 1), mode='contains') for i in range(200)]
    nested += [dict(id=200 + i, kind='keyword', pattern='退' * (i + 1), mode='contains') for i in range(200)]
    texts = ['a' * 10000, '退' * 10000]
    write('akw', nested, texts + [''.join(r.choice('退款货单号查a') for _ in range(10000)) for _ in range(8)])
    # A regex whose deterministic automaton has 2^15 states.
    r = random.Random(11)
    blow_up = [dict(id=0, kind='regex', pattern='[退款]*退[退款]{14}货', mode='contains')]
    write('ablow', blow_up, [''.join(r.choice('退款') for _ in range(10000)) for _ in range(20)])


def main():
    os.makedirs(OUT, exist_ok=True)
    for count in (10, 1000, 10000, 100000):
        write_set(f'k{count}', keyword_rules(count, random.Random(f'k{count}')))
    for count in (10, 100, 1000):
        write_set(f'r{count}', *regex_rules(count))
    write_mixed('mix1000', 1000, 100, 'mix')
    write_mixed('mix10000', 10000, 1000, 'mix2')
    write_hostile()


main()
