"""The quarters before 2018-Q4, for make_sample.py: walked backwards from the two that are there, all of it invented.

What comes and goes (documents, leaflets, applications) varies by 10 to 20 % around a level of each unit's own, small counts
by chance; what is there (staff, services, members) was a little less each quarter before; what was ever answered with yes
stays yes. Each series has its own dice, named after it, so that a change to one leaves the others as they are.
"""
import datetime as dt
import math
import random

SEED = 20181214
QUARTERS = ["2017-Q3", "2017-Q4", "2018-Q1", "2018-Q2", "2018-Q3"]
NEXT = "2018-Q4"

DOCUMENTS = {
    "2017-Q3": [
        ("214/KH-UBND", dt.date(2017, 7, 11), "Kế hoạch tuyên truyền cải cách hành chính 6 tháng cuối năm 2017", "A"),
        ("4385/UBND-KGVX1", dt.date(2017, 7, 21), "V/v đẩy mạnh cung cấp dịch vụ công trực tuyến mức độ 3, mức độ 4 trên địa bàn tỉnh", "B"),
        ("2406/QĐ-UBND", dt.date(2017, 8, 24), "Ban hành Quy chế gửi, nhận văn bản điện tử giữa các cơ quan nhà nước trên địa bàn tỉnh", "B"),
    ],
    "2017-Q4": [
        ("327/KH-UBND", dt.date(2017, 10, 6), "Kế hoạch kiểm tra công tác cải cách hành chính và tuyên truyền cải cách hành chính quý IV năm 2017", "A"),
        ("6894/UBND-KGVX1", dt.date(2017, 11, 8), "V/v rà soát, cập nhật dữ liệu phần mềm quản lý cán bộ, công chức, viên chức", "B"),
    ],
    "2018-Q1": [
        ("431/KH-UBND", dt.date(2017, 12, 20), "Kế hoạch tuyên truyền cải cách hành chính năm 2018", "A"),
        ("436/KH-UBND", dt.date(2017, 12, 26), "Kế hoạch ứng dụng công nghệ thông tin trong hoạt động của cơ quan nhà nước tỉnh Hà Tĩnh năm 2018", "B"),
        ("612/UBND-KGVX1", dt.date(2018, 2, 2), "V/v tăng cường bảo đảm an toàn thông tin mạng trong dịp Tết Nguyên đán Mậu Tuất 2018", "B"),
    ],
    "2018-Q2": [
        ("96/KH-UBND", dt.date(2018, 4, 3), "Kế hoạch tổ chức hội thi tìm hiểu cải cách hành chính năm 2018", "A"),
        ("2217/UBND-KGVX1", dt.date(2018, 4, 24), "V/v triển khai hệ thống một cửa điện tử tại UBND cấp huyện, cấp xã", "B"),
        ("1468/QĐ-UBND", dt.date(2018, 5, 22), "Phê duyệt danh mục dịch vụ công trực tuyến mức độ 3, mức độ 4 thực hiện trong năm 2018", "B"),
        ("2961/UBND-KGVX1", dt.date(2018, 5, 29), "V/v cấp và sử dụng chứng thư số chuyên dùng", "B"),
    ],
    "2018-Q3": [
        ("203/KH-UBND", dt.date(2018, 7, 5), "Kế hoạch tuyên truyền cải cách hành chính trên báo chí 6 tháng cuối năm 2018", "A"),
        ("4390/UBND-KGVX1", dt.date(2018, 7, 26), "V/v chấn chỉnh việc tiếp nhận, trả kết quả hồ sơ trực tuyến", "B"),
        ("2538/QĐ-UBND", dt.date(2018, 8, 30), "Ban hành Quy chế hoạt động của Cổng thông tin điện tử tỉnh", "B"),
    ]}
EXCHANGE = {  # members, news in the quarter, stalls opened in it, products, stalls, logins so far
    "2017-Q3": [402, 96, 4, 128, 172, 31870], "2017-Q4": [419, 108, 6, 133, 178, 34290], "2018-Q1": [431, 87, 3, 137, 181, 36450],
    "2018-Q2": [446, 101, 7, 141, 188, 38990], "2018-Q3": [461, 112, 6, 146, 194, 41560]}
PROGRAMMES = {"2017-Q3": 5, "2017-Q4": 6, "2018-Q1": 5, "2018-Q2": 6, "2018-Q3": 6}      # of the television
SERVICES_OF_COMMUNES = {"2017-Q3": 25, "2017-Q4": 27, "2018-Q1": 28, "2018-Q2": 30, "2018-Q3": 31}
CLINICS_WITH_SOFTWARE = {"2017-Q3": 231, "2017-Q4": 243, "2018-Q1": 251, "2018-Q2": 262, "2018-Q3": 269}
NEW_SITES = {"2017-Q4": 9, "2018-Q1": 5, "2018-Q2": 8, "2018-Q3": 7, NEXT: 6}            # communes that had none until then
EXTRA_SESSION = {("STC", "2018-Q1"), ("VPUB", "2018-Q2")}                                # who otherwise holds none
FIRST_YES = {  # who said no until the quarter before
    ("tuyen-truyen", "9"): {"2017-Q4": ["439"], "2018-Q1": ["447"], "2018-Q3": ["444"]},
    ("tuyen-truyen", "10"): {"2017-Q4": ["TTT", "441"], "2018-Q1": ["BQLKKT", "KBNN"], "2018-Q2": ["CHQ", "447"]},
    ("hien-dai-hoa", "2.5"): {"2017-Q4": ["SNGV"], "2018-Q2": ["441", "448"]},
    ("hien-dai-hoa", "2.6"): {"2017-Q4": ["STP", "437"], "2018-Q1": ["SKHCN"], "2018-Q2": ["446"], "2018-Q3": ["449", "SGDDT"]},
    ("hien-dai-hoa", "4.1"): {"2017-Q4": ["SXD"], "2018-Q2": ["SNNPTNT"], "2018-Q3": ["SCT"]},
    ("hien-dai-hoa", "4.2"): {"2017-Q4": ["441"], "2018-Q1": ["448"]},
    ("hien-dai-hoa", "4.3"): {"2017-Q4": ["443"], "2018-Q1": ["439", "444"], "2018-Q2": ["448"], "2018-Q3": ["447"]}}


def ago(quarter):
    """How many quarters before 2018-Q4."""
    return len(QUARTERS) - QUARTERS.index(quarter)


def dice(*name):
    return random.Random(f"{SEED} " + " ".join(name))


def bell(rng, spread):
    """Normal, without its far ends."""
    return max(-2.2, min(2.2, rng.gauss(0, 1))) * spread


def flow(rng, level, growth=0.0):
    """By quarter: lognormal around the level, which was less before; small counts by chance."""
    spread, out = rng.uniform(0.1, 0.18), {}
    for q in QUARTERS:
        mean = level * math.exp(-growth * ago(q))
        chance = mean ** 0.5 if mean < 30 else 0
        out[q] = max(0, round(mean * math.exp(bell(rng, spread)) + bell(rng, chance) * 0.8))
    return out


def stock(rng, value, less, least=0):
    """By quarter: a little less each quarter before; `less` draws by how much."""
    out = {}
    for q in reversed(QUARTERS):
        value = max(least, value - less(rng, value))
        out[q] = value
    return out


def share(rng, now, low, high):
    """By quarter: a share that has grown up to what it is now."""
    out = {}
    for q in reversed(QUARTERS):
        now -= rng.uniform(low, high)
        out[q] = now
    return out


def propaganda(u, now, after):
    """tuyen-truyen of an office: by quarter."""
    level = lambda c: math.sqrt(now[c] * after[c])
    f = {c: flow(dice(u, "tuyen-truyen", c), level(c), 0.02) for c in ("5", "8", "11")}
    rng, out = dice(u, "sessions"), {}
    a_session = level("7") / max(1, math.sqrt(now["6"] * after["6"]))
    for q in QUARTERS:
        sessions = max(1, now["6"] + rng.choice([-1, 0, 0, 0, 1])) if now["6"] else int((u, q) in EXTRA_SESSION)
        attended = round(sessions * (a_session or 260) * math.exp(bell(rng, 0.11)))
        out[q] = {"5": f["5"][q], "6": sessions, "7": attended, "8": f["8"][q], "10": now["10"], "11": f["11"][q]}
        if "9" in now:
            out[q]["9"] = now["9"]
    if "3" in now:
        news = flow(dice(u, "news"), now["3"], 0.03)
        for q in QUARTERS:
            out[q]["3"] = news[q]
    return out


def modernisation(u, now, after):
    """hien-dai-hoa of an office: by quarter."""
    rng = lambda c: dice(u, "hien-dai-hoa", c)
    documents = flow(rng("1.1"), math.sqrt(now["1.1"] * after["1.1"]), 0.015)
    electronic = share(rng("1.2"), now["1.2"] / now["1.1"], 0.004, 0.026)
    signed = share(rng("1.5"), now["1.5"] / now["1.4"], 0.004, 0.035)
    needs_signing, signing = now["1.4"] / now["1.2"], rng("1.4")
    staff = stock(rng("2.2"), now["2.2"], lambda r, v: round(v * r.uniform(-0.004, 0.012)))
    without, computers = now["2.2"] - now["2.3"], rng("2.3")
    services = stock(rng("3.2"), now["3.2"], lambda r, v: round(v * r.uniform(0, 0.06) + r.uniform(-0.3, 0.4)), min(2, now["3.2"]))
    applications = flow(rng("3.3"), now["3.3"], 0.07)
    due = stock(rng("4.6"), now["4.6"], lambda r, v: round(v * r.uniform(0, 0.004)) + r.choice([0, 0, 1, 2]))
    entered = share(rng("4.7"), now["4.7"] / now["4.6"], 0.004, 0.022)
    of_communes = rng("3.4")
    out, last = {}, now
    for q in reversed(QUARTERS):
        h = dict(now)
        h["1.1"] = documents[q]
        h["1.2"] = round(documents[q] * electronic[q])
        h["1.4"] = min(h["1.2"], round(h["1.2"] * needs_signing * math.exp(bell(signing, 0.03))))
        h["1.5"] = round(h["1.4"] * signed[q])
        h["2.2"] = staff[q]
        without += round(staff[q] * computers.uniform(0, 0.018))
        h["2.3"] = min(last["2.3"], staff[q] - without)
        h["3.2"], h["3.3"] = services[q], applications[q]
        if "3.4" in now:
            h["3.4"] = min(h["3.3"], round(h["3.3"] * now["3.4"] / now["3.3"] * math.exp(bell(of_communes, 0.03))))
        # Where all are officials, there are as many files as officials.
        h["4.6"] = staff[q] if now["4.6"] == now["2.2"] else max(staff[q], due[q])
        h["4.7"] = min(last["4.7"], round(h["4.6"] * entered[q]))
        if "5.2" in now:
            h["5.2"] = CLINICS_WITH_SOFTWARE[q]
        out[q] = last = h
    return out


def communes(d, now, after):
    """hien-dai-hoa-xa of a district: by quarter, by commune."""
    out = {q: {} for q in QUARTERS}
    all_electronic = sum(v["1.2"] for v in now.values()) / sum(v["1.1"] for v in now.values())
    for c, v in now.items():
        documents = flow(dice(c, "1.1"), math.sqrt(v["1.1"] * after[c]["1.1"]), 0.01)
        rng, staff, computers = dice(c, "rows"), v["2.1"], v["2.2"]
        for q in reversed(QUARTERS):
            staff -= rng.choices([0, 1, -1], [92, 5, 3])[0]
            computers = min(staff, computers - rng.choices([0, 1], [78, 22])[0])
            electronic = min(1.0, all_electronic - 0.012 * ago(q) + bell(rng, 0.03))
            out[q][c] = v | {"1.1": documents[q], "1.2": round(documents[q] * electronic), "2.1": staff, "2.2": computers, "4": SERVICES_OF_COMMUNES[q]}
    return out


def make_past(data, is_rural):
    """The earlier quarters, in the form of `make_data`; `is_rural` says whether a commune is a xã."""
    now, after = data[NEXT], data["2019-Q1"]
    past = {q: {u: {} for u in now} for q in QUARTERS}

    def put(u, form, by_quarter):
        for q in QUARTERS:
            past[q][u][form] = by_quarter[q]
    for u, forms in now.items():
        for form in forms:
            mine = forms[form], after[u][form]
            if form == "van-ban":
                put(u, form, DOCUMENTS)
            elif form == "san-tmdt":
                put(u, form, {q: {str(n + 1): v for n, v in enumerate(EXCHANGE[q])} for q in QUARTERS})
            elif form == "hien-dai-hoa":
                put(u, form, modernisation(u, *mine))
            elif form == "hien-dai-hoa-xa":
                put(u, form, communes(u, *mine))
            elif "5" in forms[form]:
                put(u, form, propaganda(u, *mine))
            elif "1" in forms[form]:
                put(u, form, {q: {"1": PROGRAMMES[q]} for q in QUARTERS})
            else:
                parts = {c: flow(dice(u, c), v, 0.03) for c, v in forms[form].items() if c != "2"}
                put(u, form, {q: ({"2": sum(f[q] for f in parts.values())} if "2" in forms[form] else {}) | {c: f[q] for c, f in parts.items()} for q in QUARTERS})
    for (form, code), firsts in FIRST_YES.items():
        for first, units in firsts.items():
            for u in units:
                assert now[u][form][code] is True, (u, form, code)
                for q in QUARTERS[:QUARTERS.index(first)]:
                    past[q][u][form][code] = False
    # Sites of communes: as many as opened theirs in a quarter had none before.
    rng = dice("sites")
    districts = [u for u in now if "hien-dai-hoa-xa" in now[u]]
    with_site = [(d, c) for d in districts for c, v in now[d]["hien-dai-hoa-xa"].items() if v["5"] and is_rural(c)]
    for first, count in NEW_SITES.items():
        for d, c in rng.sample(with_site, count):
            with_site.remove((d, c))
            for q in QUARTERS:
                if first == NEXT or q < first:
                    past[q][d]["hien-dai-hoa-xa"][c]["5"] = False
    return past
