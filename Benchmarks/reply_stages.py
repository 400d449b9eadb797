"""Assigns samples of `perf record` to the stages of a message, by the names of functions on the stack.

A sample belongs to the stage of its innermost frame that `STAGES` names, and if there is none, to the innermost that
`SHARED` names. An asynchronous function resumes on an empty stack, so the tables name the types of each stage, and not
only its entrance.
"""
import re
import shutil
import subprocess

# In the order of a message.
STAGES = [
    ("read", r"\bReplyBot\.(Notification(Endpoint|Intake)|ConnectionGuard|ConcurrencyLimiter|PerClient)|\bNotificationForm"
             r"|\bFormDecoder|\bHummingbird|\bNIOHTTPTypes"),
    ("verify", r"\b(NotificationVerifier|NotificationReader|SignatureBaseVariant)\b"),
    ("parse", r"\bAlipayClient\.(InboundEvent|PlainXML|XML|\w+XML|PlainJSON)"),
    ("store", r"\bEventJournal\b|\bReplyStore\.record\b|\bCommitFeed\b"),
    ("ack", r"\b(Acknowledgement|AnswerEnvelope)\b"),
    ("decide", r"\b(EventDecider|ReplyPlanner|ReplyWorker|DecisionRecord|DecisionWatch|Handover|Contact|InFlightTable)\b"
               r"|\bRuleEngine\.|\bReplyStore\.(commit|contact)\b"),
    ("claim", r"\bReplyStore\.(claim|facts)\b|\bDeliveryEffectHandler\.(claim|facts)\b"),
    ("sign", r"\b(OpenAPISigner|makeNonce)\b"),
    ("send", r"\b(OpenAPIClient|HTTPTransport|TimedTransport|QueuedMessage|CustomMessage|SignedOpenAPIRequest)\b"
             r"|\bAsyncHTTPClient\.|\b(Deliverer|DeliveryLoop|DeliveryCore|DeliveryEffectHandler|TimeLimit)\b"),
    ("answer", r"\b(OpenAPIResponseVerifier|OpenAPIResponse)\b"),
    ("record", r"\bReplyStore\.(mark\w+|retry\w*|recordOutcome)\b|\bDeliveryEffectHandler\.record\b"),
]
# What several stages share: the transaction of a group of writes, read transactions, event loops and their pipelines,
# the pools of Swift and libdispatch.
SHARED = [
    ("lookups", r"\bDatabasePool\.read\b|\bGRDB\.Pool\b"),
    ("commit", r"\b(GroupCommitWriter|WriteQueue|PendingWrite|StoreFile)\b|\bReplyStore\.emptyLog\b"),
    ("connections", r"\bNIO(Core|Posix|HTTP1)\.|nio_llhttp"),
    ("log", r"\bLogging\."),
    ("commit", r"\bGRDB\."),
    ("executors", r"\bswift_job_run\b|\b_dispatch_|\bDispatchGlobalTaskExecutor\b"),
]
REST = "rest"
NAMES = [*dict(STAGES), *dict(SHARED), REST]
# A frame that fits several stages belongs to the first of these.
NARROW_FIRST = ["verify", "parse", "ack", "store", "claim", "sign", "answer", "record", "decide", "read", "send"]


def is_there():
    """Whether the tools are there."""
    return shutil.which("perf") is not None and shutil.which("swift") is not None


def shares(recording):
    """{stage: share of the samples}, and the number of samples, of a file that `perf record` wrote."""
    script = subprocess.run(["perf", "script", "-i", recording, "--no-inline", "-F", "ip,sym"], text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=600, check=True).stdout
    stacks = [[frame.strip().split(None, 1)[-1] for frame in block.split("\n") if frame.strip()]
              for block in re.split(r"\n\s*\n", script) if block.strip()]
    texts = readable({frame for stack in stacks for frame in stack})
    narrow = {frame: next((stage for stage in NARROW_FIRST if re.search(dict(STAGES)[stage], text)), None)
              for frame, text in texts.items()}
    shared = {frame: next((stage for stage, pattern in SHARED if re.search(pattern, text)), None)
              for frame, text in texts.items()}
    counts = dict.fromkeys(NAMES, 0)
    for stack in stacks:
        found = [of[frame] for of in (narrow, shared) for frame in stack if of[frame]]
        counts[found[0] if found else REST] += 1
    return {name: count / max(1, len(stacks)) for name, count in counts.items()}, len(stacks)


def readable(names):
    """{symbol: the name of its function}. Parameters do not count, as they name other types."""
    names = sorted(names)
    texts = subprocess.run(["swift", "demangle"], input="\n".join(names), text=True, stdout=subprocess.PIPE,
                           check=True).stdout.split("\n")
    return {name: function(text) for name, text in zip(names, texts)}


def function(text):
    """`Module.Type.name` of a demangled symbol; for a closure, those of the function around it."""
    text = re.sub(r"\((\w+) in _[0-9A-F]{32}\)", r"\1", text)
    text = re.sub(r"^.*specialization <.*?> of ", "", text)
    text = re.sub(r"^\(\d+\) (await|suspend) resume partial function for ", "", text)
    text = re.sub(r"^(partial apply forwarder|reabstraction thunk helper.*?) (for|of) ", "", text)
    text = re.sub(r"\(extension in (\w+)\):", "", text)
    if re.match(r"(implicit )?closure ", text):
        text = text.rsplit(" in ", 1)[-1]
    return text.split("(", 1)[0] if not text.startswith("protocol witness") else text
