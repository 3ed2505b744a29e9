"""What Schemathesis asks of a demonstration: as one of its people, and mostly about records that are there.

Ids that are made up find nothing, so that hardly a rule would be reached. Most of them are replaced by ids of the demonstration,
chosen by the id itself: the same seed asks the same.
"""

import atexit
import collections
import os
import re
import uuid

import requests
import schemathesis

ADDRESS = os.environ["MUYU_FUZZED"]
LOGIN = os.environ["MUYU_LOGIN"]
PASSWORD = "chumbivilcas"
# One call in so many is made with a token that nobody has.
STRANGER = 23


def sign_in(login):
    answer = requests.post(f"{ADDRESS}/api/v1/sessions", json={"login": login, "password": PASSWORD}, timeout=30)
    answer.raise_for_status()
    return answer.json()["token"]


def gather():
    """The ids there are, by the name that the address or the body calls them."""
    headers = {"Authorization": f"Bearer {sign_in('admin')}"}

    def rows(path):
        answer = requests.get(f"{ADDRESS}/api/v1/{path}", headers=headers, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def ids(rows):
        return [row["id"] for row in rows]

    found = {"associations": ids(rows("associations")), "programmes": ids(rows("programmes"))}
    found["funds"] = [one for own in found["associations"] for one in ids(rows(f"associations/{own}/funds"))]
    found["members"] = [one for own in found["associations"] for one in ids(rows(f"associations/{own}/members"))]
    for kind in ["capital", "expenses", "loans", "purchases"]:
        found[kind] = [row["id"] for fund in found["funds"] for row in rows(f"funds/{fund}/{kind}")]
    wholes = [rows(f"loans/{loan}") for loan in found["loans"][:20]]
    found["repayments"] = [one for whole in wholes for one in ids(whole["repayments"])]
    found["remissions"] = [one for whole in wholes for one in ids(whole["remissions"])]
    wholes = [rows(f"purchases/{purchase}") for purchase in found["purchases"]]
    for kind in ["payments", "deliveries"]:
        found[kind] = [one for whole in wholes for one in ids(whole[kind])]
    for kind in ["labour", "attachments"]:
        found[kind] = [one for purchase in found["purchases"] for one in ids(rows(f"purchases/{purchase}/{kind}"))]
    found["capital-returns"] = [one for capital in found["capital"] for one in ids(rows(f"capital/{capital}/returns"))]
    found["budget_line"] = [line["id"] for programme in found["programmes"] for line in rows(f"programmes/{programme}")["budget"]]
    # Only a sign-in made for this: closing one that asks would end the run.
    new = {"login": f"ninguna.{uuid.uuid4().hex[:8]}", "name": "Ninguna", "role": "admin"}
    answer = requests.post(f"{ADDRESS}/api/v1/users", json=new, headers=headers, timeout=30)
    answer.raise_for_status()
    found["users"] = [answer.json()["id"]]
    for one, many in [("member", "members"), ("association", "associations"), ("programme", "programmes"), ("loan", "loans"), ("user", "users")]:
        found[one] = found[many]
    return found


IDS = gather()
TOKEN = sign_in(LOGIN) if LOGIN else None
calls = 0
answers = collections.Counter()
changed = set()


@atexit.register
def tell():
    """How far it came: a run that changes nothing of what its role may change proves little."""
    print("Answers:", ", ".join(f"{count} × {status}" for status, count in sorted(answers.items())))
    print("Changed by:", ", ".join(sorted(changed)) or "nothing")


def known(kind, value):
    """An id that is there in place of one that was made up, four times in five."""
    try:
        number = uuid.UUID(value).int
    except (AttributeError, TypeError, ValueError):
        return value
    ids = IDS.get(kind)
    return value if not ids or number % 5 == 0 else ids[number // 5 % len(ids)]


def known_within(body):
    if isinstance(body, dict):
        return {name: known(name, value) if isinstance(value, str) else known_within(value) for name, value in body.items()}
    return [known_within(value) for value in body] if isinstance(body, list) else body


@schemathesis.hook
def before_call(context, case, kwargs):
    global calls
    calls += 1
    noun = re.match(r"/api/v1/([^/]+)/", case.operation.path)
    for name, value in (case.path_parameters or {}).items():
        case.path_parameters[name] = known(noun[1] if name == "id" and noun else name, value)
    if isinstance(case.query, dict) or hasattr(case.query, "items"):
        for name, value in list(case.query.items()):
            case.query[name] = known(name, value)
    if isinstance(case.body, (dict, list)):
        case.body = known_within(case.body)
    if TOKEN:
        case.headers["Authorization"] = f"Bearer {'0' * 64 if calls % STRANGER == 0 else TOKEN}"


@schemathesis.hook
def after_call(context, case, response):
    answers[response.status_code] += 1
    if case.method != "GET" and response.status_code < 300:
        changed.add(f"{case.method} {case.operation.path.removeprefix('/api/v1')}")
