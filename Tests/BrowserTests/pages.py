"""Every page of the program, by name, as somebody who may open it."""

from dataclasses import dataclass

from visitor import Visitor

CLERK, DISPATCHER, HANDLER, CALLER = "clerk", "dispatcher", "handler", "caller"
ADMINISTRATOR = "administrator"
ROLES = {
    CLERK: ("HOTLINE", {"zh": "接线员", "en": "Clerk"}),
    DISPATCHER: ("HOTLINE", {"zh": "派单员", "en": "Dispatcher"}),
    HANDLER: ("SANITATION", {"zh": "承办人", "en": "Handler"}),
    CALLER: ("HOTLINE", {"zh": "回访员", "en": "Caller"}),
    ADMINISTRATOR: ("HOTLINE", {"zh": "管理员", "en": "Administrator"}),
}
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
TABLET = {"width": 820, "height": 1180}


@dataclass
class Shown:
    """A page: its name, its path, who opens it, and what is done before it stands there."""

    name: str
    path: str
    role: str | None = None
    then: object = None


def sign_in(visitor: Visitor, role):
    unit, names = ROLES[role]
    return visitor.signs_in(names[visitor.language], unit)


def send_empty(visitor):
    visitor.button("matters.raise.send").click()


def forge(visitor):
    visitor.page.evaluate("document.querySelector('main form[method=post] [name=csrf]').value = 'forged'")
    visitor.field("matters.raise.text").fill("伪造的表单")
    visitor.button("matters.raise.send").click()


def preview_bulk(visitor):
    visitor.page.locator('main .row-tick input').first.check()
    visitor.page.locator('select[name="move"]').select_option(index=1)
    visitor.button("matters.bulk.look").click()


def attempt(visitor):
    visitor.page.locator("#send").click()
    visitor.page.locator("#outcome-status").wait_for()


@dataclass
class Town:
    """Matters in the states that pages look different in."""

    received: object
    registered: object
    dispatched: object
    asking: object
    sent_back: object
    solved: object
    long: object


def build_town(house):
    place = {"place": "和平路 3 号", "contact": {"name": "王小明", "phone": "13900000001"}}
    matters = [house.raise_matter(f"第 {i} 盏路灯不亮，晚上看不见台阶。", **place) for i in range(6)]
    received, registered, dispatched, asking, sent_back, solved = matters
    # Nothing to break a line at, in Latin and in Chinese.
    long = house.raise_matter(
        "W" * 300 + " " + "长" * 300, place="P" * 200, contact={"name": "N" * 60, "phone": "13900000002"})
    return Town(
        received, registered.registered(), dispatched.dispatched(), asking.answered(),
        sent_back.answered().rated("no", "no", why="还是不亮"), solved.answered().rated("yes", "yes"),
        long.registered())


class Visitors:
    """One browser for every language and role, signed in once."""

    def __init__(self, house, chromium, listen=None):
        self.house, self.chromium, self.listen = house, chromium, listen
        self.made, self.complaints = {}, []

    def __call__(self, language, role):
        if (language, role) not in self.made:
            context = self.chromium.new_context(viewport=DESKTOP, locale="zh-CN", reduced_motion="reduce")
            context.set_default_timeout(15_000)
            if self.listen:
                self.listen(context, self.complaints)
            new = Visitor(context.new_page(), self.house, language).in_language()
            self.made[language, role] = sign_in(new, role) if role else new
        return self.made[language, role]

    def show(self, town, shown, language):
        """Opens a page as whoever it is for."""
        visitor = self(language, shown.role)
        visitor.page.emulate_media(color_scheme="light")
        visitor.page.set_viewport_size(DESKTOP)
        visitor.open(shown.path.format(**vars(town)))
        if shown.then:
            shown.then(visitor)
        return visitor.page

    def close(self):
        for each in self.made.values():
            each.page.context.close()


# In a path, {asking.path} is the private link of the town's matter of that name, {asking.number} its number.
RESIDENT = [
    Shown("raise", "/"),
    Shown("raise-empty-sent", "/", then=send_empty),
    Shown("raised", "/raised/{received.token}"),
    Shown("track-received", "{received.path}"),
    Shown("track-rate", "{asking.path}"),
    Shown("track-sent-back", "{sent_back.path}"),
    Shown("track-solved", "{solved.path}"),
    Shown("track-withdraw", "{received.path}/withdraw"),
    Shown("track-add", "{received.path}/add"),
    Shown("track-long", "{long.path}"),
    Shown("mine", "/mine"),
    Shown("areas", "/areas"),
    Shown("areas-found", "/areas?q=花园"),
    Shown("areas-nothing", "/areas?q=没有这个地方"),
    Shown("area-county", "/areas/980101"),
    Shown("area", "/areas/980101001001"),
    Shown("area-card", "/areas/980101001001/card"),
    Shown("area-subscribe", "/areas/980101001001/subscribe"),
    Shown("papers", "/papers"),
    Shown("paper", "/papers/move-water-account"),
    Shown("not-found", "/nowhere"),
    Shown("error", "/", then=forge),
    Shown("sign-in", "/sign-in"),
    Shown("demo", "/demo"),
]
DESK = [
    Shown("workbench", "/matters/workbench", DISPATCHER),
    Shown("workbench-handler", "/matters/workbench", HANDLER),
    Shown("matter", "/matters/{sent_back.number}", DISPATCHER),
    Shown("matter-dispatch", "/matters/{registered.number}", DISPATCHER),
    Shown("matter-long", "/matters/{long.number}", DISPATCHER),
    Shown("move", "/matters/{registered.number}/moves/dispatch", DISPATCHER),
    Shown("move-archive", "/matters/{registered.number}/moves/archive", DISPATCHER),
    Shown("list", "/matters?words=路灯", DISPATCHER),
    Shown("list-long", "/matters", DISPATCHER),
    Shown("list-empty", "/matters?words=没有这样的词语呀", DISPATCHER),
    Shown("new", "/matters/new", CLERK),
    Shown("bulk", "/matters?state=open", DISPATCHER, preview_bulk),
    Shown("views", "/matters/views", DISPATCHER),
    Shown("split", "/matters?state=open&open={registered.number}", DISPATCHER),
    Shown("split-list", "/matters?words=路灯&open={sent_back.number}", DISPATCHER),
    Shown("handed", "/matters/{dispatched.number}/handed", DISPATCHER),
    Shown("day", "/duties", DISPATCHER),
    Shown("day-handler", "/duties", HANDLER),
    Shown("ledgers", "/duties/ledgers", DISPATCHER),
    Shown("ledger", "/duties/ledgers/late", DISPATCHER),
    Shown("callbacks", "/callbacks", CALLER),
    Shown("assessments", "/assessments", DISPATCHER),
    Shown("assessments-published", "/assessments/published"),
    Shown("account", "/account", CLERK),
    Shown("tokens", "/account/tokens", CLERK),
]
ADMINISTRATION = [
    Shown("directory", "/directory", ADMINISTRATOR),
    Shown("directory-add", "/directory/add", ADMINISTRATOR),
    Shown("directory-import", "/directory/import", ADMINISTRATOR),
    Shown("directory-tokens", "/directory/tokens", ADMINISTRATOR),
    Shown("person", "/directory/1", ADMINISTRATOR),
    Shown("hand-over", "/directory/1/hand-over", ADMINISTRATOR),
    Shown("administration", "/administration", ADMINISTRATOR),
    Shown("administration-areas", "/administration/areas", ADMINISTRATOR),
    Shown("administration-area", "/administration/areas/980101001001", ADMINISTRATOR),
    Shown("outline", "/administration/areas/980101001001/outline", ADMINISTRATOR),
    Shown("coverage", "/administration/coverage", ADMINISTRATOR),
    Shown("units", "/administration/units", ADMINISTRATOR),
    Shown("unit", "/administration/units/SANITATION", ADMINISTRATOR),
    Shown("posts", "/administration/posts", ADMINISTRATOR),
    Shown("pack", "/administration/pack", ADMINISTRATOR),
    Shown("dry-run", "/administration/pack/dry-run", ADMINISTRATOR),
    Shown("kind", "/administration/kinds/request", ADMINISTRATOR),
    Shown("audit", "/administration/audit", ADMINISTRATOR),
    Shown("verification", "/administration/verification", ADMINISTRATOR),
    Shown("outbox", "/administration/outbox", ADMINISTRATOR),
    Shown("timers", "/administration/timers", ADMINISTRATOR),
]
DEVELOPERS = [
    Shown("developers", "/developers"),
    Shown("api", "/developers/api?q=moves"),
    Shown("api-nothing", "/developers/api?q=nothingatall"),
    Shown("try", "/developers/try"),
    Shown("try-raise", "/developers/try?operation=postMatters"),
    Shown("try-answer", "/developers/try?operation=getKinds", then=attempt),
    Shown("guide", "/developers/guides/versions"),
    Shown("specimens", "/developers/specimens"),
    Shown("help-all", "/developers/help"),
    Shown("help", "/developers/help/track"),
]
CHANNELS = [
    Shown("calls", "/calls", CLERK),
    Shown("calls-list", "/calls/list", CLERK),
    Shown("call", "/calls/1", CLERK),
    Shown("calls-figures", "/calls/figures", DISPATCHER),
    Shown("calls-seats", "/calls/seats", ADMINISTRATOR),
    Shown("lines", "/lines", CLERK),
    Shown("lines-transfers", "/lines/transfers", DISPATCHER),
    Shown("lines-numbers", "/lines/numbers"),
    Shown("knowledge", "/knowledge", CLERK),
    Shown("knowledge-article", "/knowledge/articles/night-noise", DISPATCHER),
    Shown("knowledge-care", "/knowledge/care", DISPATCHER),
    Shown("knowledge-public", "/knowledge/public"),
    Shown("slips", "/slips", CLERK),
    Shown("slips-opening", "/slips/openings/3", CLERK),
    Shown("slips-typing", "/slips/openings/3/one", CLERK),
    Shown("slips-places", "/slips/places"),
    Shown("chats", "/chats", DISPATCHER),
    Shown("chats-figures", "/chats/figures", ADMINISTRATOR),
    Shown("chats-steward", "/chats/steward"),
    Shown("destinations", "/open311/destinations", ADMINISTRATOR),
    Shown("destination", "/open311/destinations/1", ADMINISTRATOR),
    Shown("deliveries", "/deliveries", ADMINISTRATOR),
    Shown("webhooks", "/deliveries/webhooks", ADMINISTRATOR),
    Shown("deliveries-calendar", "/deliveries/calendar", HANDLER),
    Shown("published", "/published"),
    Shown("stations", "/stations", DISPATCHER),
    Shown("stations-report", "/stations/report", DISPATCHER),
    Shown("triage", "/triage", DISPATCHER),
    Shown("triage-automatic", "/triage/automatic", ADMINISTRATOR),
    Shown("triage-audits", "/triage/audits", ADMINISTRATOR),
    Shown("triage-models", "/triage/models", ADMINISTRATOR),
    Shown("triage-figures", "/triage/figures", DISPATCHER),
    Shown("rules", "/rules", ADMINISTRATOR),
    Shown("rules-changes", "/rules/changes", ADMINISTRATOR),
    Shown("rules-runs", "/rules/runs", ADMINISTRATOR),
    Shown("rules-returns", "/rules/returns", ADMINISTRATOR),
    Shown("rules-figures", "/rules/figures", ADMINISTRATOR),
    Shown("rules-proposals", "/rules/proposals", ADMINISTRATOR),
    Shown("joins", "/joins", DISPATCHER),
    Shown("topics", "/topics", DISPATCHER),
    Shown("topics-months", "/topics/months", DISPATCHER),
    Shown("operation", "/operation", ADMINISTRATOR),
    Shown("quality", "/quality", DISPATCHER),
    Shown("quality-figures", "/quality/figures", DISPATCHER),
    Shown("quality-words", "/quality/words", DISPATCHER),
]
PAGES = RESIDENT + DESK + CHANNELS + ADMINISTRATION + DEVELOPERS
