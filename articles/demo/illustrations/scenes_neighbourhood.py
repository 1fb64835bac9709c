"""Life on the estate: canteen, meeting, clinic, parcels."""

from articles.demo.illustrations.canvas import Canvas
from articles.demo.illustrations.colour import clear
from articles.demo.illustrations.people import DOWN, HOLD, REACH, SIT, WALK, Look, figure
from articles.demo.illustrations.plants import round_tree
from articles.demo.illustrations.things import DAYLIGHT, bowl, bunting, desk, parcel, pendant, steam, window
from articles.demo.illustrations.vehicles import tricycle


def community_canteen() -> Canvas:
    c = Canvas(1800, 1200, "#efdcc0")
    c.fade(0, 0, 1800, 760, ("#e9cfa8", "#f5e6cb"))
    c.rect(0, 560, 1800, 200, "#c9785a")
    for k in range(19):
        c.rect(k * 100, 560, 3, 200, "#b5664a")
    for x in (120, 1290):
        window(c, x, 130, 380, 300, DAYLIGHT)
        round_tree(c, x + 120, 430, 230, "#9cc07a", seed=x, on_ground=False)
    for k in range(3):
        c.rect(620 + k * 200, 120, 170, 240, "#a8483f", radius=8)
        for row in range(5):
            c.rect(645 + k * 200, 160 + row * 38, 120 - (row % 2) * 30, 10, "#f3dcae", radius=4)
    for x in (450, 900, 1350):
        pendant(c, x, 60, "#2f6f73", 70)
    c.fade(0, 755, 1800, 445, ("#d9c3a0", "#b99d78"))
    c.rect(560, 560, 700, 240, "#8a5a3c")
    c.rect(540, 540, 740, 36, "#d8d4ca")
    for k, (x, food) in enumerate(
        ((620, "#c7622f"), (760, "#6f9a4e"), (900, "#e0b04a"), (1040, "#b5502f"), (1180, "#f1e4c4"))
    ):
        c.ellipse(x, 544, 58, 15, "#f7f5ee")
        c.ellipse(x, 538, 46, 14, food)
        steam(c, x, 520, 100, k)
    for x, f in ((720, 1), (1060, -1)):
        figure(
            c,
            x,
            800,
            430,
            Look(coat="#f7f3ea", trousers="#35455c", hair_style="chef", apron="#c7553d"),
            arms=REACH,
            facing=f,
            on_ground=False,
        )
    c.rect(560, 590, 700, 210, "#9a6442")
    for k in range(7):
        c.rect(575 + k * 98, 605, 84, 180, "#8a5638", radius=6)
    for x, y, h, look, f in (
        (490, 900, 390, Look(coat="#3e6f6b", trousers="#3b3440", hair="#c4bfb8", long_coat=True, hair_style="bun"), 1),
        (1360, 900, 410, Look(coat="#4a5a86", trousers="#35455c", hair="#b5b0aa", hair_style="cap", hat="#5a4a44"), -1),
    ):
        hand, _ = figure(c, x, y, h, look, arms=HOLD, facing=f)
        c.ellipse(hand[0] + f * 24, hand[1] - 12, 46, 10, "#d8d4ca")
        c.slice(hand[0] + f * 24, hand[1] - 18, 28, 22, 0, 180, "#f7f3ea")
    desk(c, 180, 1150, 560, 170, "#b5774a")
    desk(c, 1030, 1160, 580, 170, "#b5774a")
    for x, look, f in (
        (240, Look(coat="#b96a86", trousers="#35455c", hair="#d0cbc4", hair_style="bun"), 1),
        (690, Look(coat="#d9a441", trousers="#3b3440", hair="#a8a29a"), -1),
        (1090, Look(coat="#3e5c78", trousers="#3b3440", hair="#c9c4be"), 1),
        (1570, Look(coat="#7f9a72", trousers="#35455c", hair="#d0cbc4", hair_style="long"), -1),
    ):
        figure(c, x, 1150, 400, look, legs=SIT, arms=((38, 84), (26, 80)), facing=f)
    for x in (380, 540, 1230, 1420):
        bowl(c, x, 988, 90, "#f7f1e3", "#c7622f")
        steam(c, x, 940, 90, x)
    return c


def neighbours_meeting() -> Canvas:
    c = Canvas(1800, 1200)
    c.fade(0, 0, 1800, 820, ("#bcdbe0", "#eaf0dd"))
    for x, w, h in ((-30, 420, 640), (1400, 440, 700)):
        c.rect(x, 780 - h, w, h, "#d9b08a")
        for row in range(int(h / 110)):
            for k in range(4):
                c.rect(x + 30 + k * w / 4.2, 810 - h + row * 110, 60, 66, "#9fc3cc")
    c.fade(0, 770, 1800, 430, ("#d9cdb2", "#bba98a"))
    round_tree(c, 900, 830, 760, "#8fb065", seed=11)
    bunting(
        c, [(380, 300), (640, 420), (900, 440), (1160, 420), (1420, 280)], ("#c7553d", "#d9a441", "#2f6f73", "#f6efe0")
    )
    c.ellipse(900, 1060, 560, 90, clear("#3a2e44", 0.12))
    looks = (
        Look(coat="#c8553d", trousers="#35455c", hair="#c9c4be", hair_style="bun"),
        Look(coat="#3e5c78", trousers="#3b3440", hair="#9a958f"),
        Look(coat="#d9a441", trousers="#35455c", hair_style="tail"),
        Look(coat="#2f6f73", trousers="#3b3440", hair_style="short"),
        Look(coat="#b96a86", trousers="#4b5a66", hair_style="long"),
        Look(coat="#7f9a72", trousers="#35455c", hair="#b5b0aa", hair_style="cap", hat="#5a6a4c"),
    )
    for k, x in enumerate((250, 430, 590, 1210, 1380, 1560)):
        f = 1 if x < 900 else -1
        y = 1010 + (abs(x - 900) < 500) * -30 + k % 2 * 36
        c.rect(x - 44, y - 98, 88, 16, "#8a5a3c", radius=6)
        for dx in (-36, 24):
            c.rect(x + dx, y - 90, 11, 90, "#6e4630")
        figure(
            c, x, y, 350, looks[k], legs=SIT, arms=(((26, 86), (18, 80)), ((60, 120), (20, 80)))[k % 3 == 1], facing=f
        )
    figure(
        c,
        860,
        1010,
        440,
        Look(coat="#f0e6d2", trousers="#2f3e55", hair_style="short", scarf="#a8433a"),
        arms=((64, 110), (28, 92)),
    )
    figure(c, 1010, 990, 400, Look(coat="#5a6f9a", trousers="#33303a", hair_style="long"), arms=HOLD, facing=-1)
    c.polygon([(930, 800), (1000, 790), (1004, 860), (936, 868)], "#fbf6e9")
    c.rect(780, 1070, 250, 14, "#a8744a", radius=5)
    for dx in (795, 1000):
        c.rect(dx, 1080, 14, 80, "#7a5236")
    for x, col in ((830, "#c7553d"), (900, "#f6efe0"), (970, "#2f6f73")):
        c.rect(x - 16, 1036, 32, 34, col, radius=6)
    figure(c, 330, 1190, 430, Look(coat="#4a5a78", trousers="#2f3346", from_behind=True, hair_style="short"), arms=DOWN)
    figure(
        c,
        1480,
        1195,
        420,
        Look(coat="#a8683f", trousers="#2f3346", from_behind=True, hair_style="long"),
        arms=DOWN,
        facing=-1,
    )
    return c


def clinic_visit() -> Canvas:
    c = Canvas(1800, 1200, "#dfe9e4")
    c.fade(0, 0, 1800, 820, ("#cfe0dc", "#e9f0e8"))
    c.rect(0, 520, 1800, 300, "#a9cbc3")
    c.rect(0, 512, 1800, 12, "#f4f7f2")
    window(c, 140, 100, 420, 320, DAYLIGHT)
    round_tree(c, 330, 420, 250, "#8fb87a", seed=2, on_ground=False)
    c.rect(700, 110, 300, 330, "#f7f5ec", radius=6)
    for x in (822, 878):
        c.circle(x, 200, 34, "#c7553d")
    c.polygon([(793, 218), (907, 218), (850, 296)], "#c7553d")
    c.line([(740, 220), (806, 220), (826, 178), (850, 262), (872, 220), (960, 220)], "#f7f5ec", 8)
    for k in range(4):
        c.rect(730, 350 + k * 20, 240 - k * 40, 8, "#a9b8b4", radius=3)
    c.rect(1180, 120, 470, 400, "#f3efe4")
    for row in range(3):
        c.rect(1195, 240 + row * 128, 440, 10, "#c9bfa8")
        for k in range(8):
            col = ("#c7553d", "#f7f5ec", "#4f8fa5", "#d9a441", "#7fa27a")[(k + row * 2) % 5]
            c.rect(1210 + k * 52, 240 + row * 128 - 74 + (k % 3) * 10, 40, 74 - (k % 3) * 10, col, radius=5)
    c.rect(1385, 60, 60, 20, "#c7372f")
    c.rect(1405, 40, 20, 60, "#c7372f")
    c.fade(0, 815, 1800, 385, ("#d9d6c6", "#b9b6a6"))
    c.rect(360, 760, 36, 330, "#6e5a48", radius=8)
    c.rect(360, 900, 230, 28, "#8a6a4f", radius=8)
    figure(
        c,
        470,
        1090,
        560,
        Look(coat="#8a6a9a", trousers="#3b3440", hair="#d0cbc4", hair_style="bun"),
        legs=SIT,
        arms=((44, 96), (20, 70)),
    )
    hand, _ = figure(
        c,
        900,
        1100,
        600,
        Look(coat="#f9f8f2", trousers="#4f7fa0", hair="#3a2c28", hair_style="tail", long_coat=True),
        arms=((34, 62), (26, 60)),
        lean=14,
        facing=-1,
    )
    c.curve([(870, 610), (840, 700), (890, 760), (930, 680)], "#33424f", 8)
    c.rect(hand[0] - 46, hand[1] - 16, 60, 44, "#3f6f8e", radius=8)
    c.line([(hand[0] - 30, hand[1] + 6), (hand[0] - 120, hand[1] - 4)], "#3f6f8e", 12)
    c.rect(1190, 850, 470, 36, "#c2a078", radius=6)
    for x in (1220, 1600):
        c.rect(x, 884, 26, 230, "#9a7a54")
    c.rect(1260, 776, 130, 76, "#f7f5ec", radius=6)
    c.rect(1278, 792, 60, 8, "#c7372f")
    c.rect(1304, 766, 8, 0, "#c7372f")
    c.line([(1470, 850), (1470, 740), (1560, 740)], "#33424f", 8)
    c.rect(1500, 690, 150, 100, "#33424f", radius=10)
    c.rect(1512, 702, 126, 76, "#a9d6cf", radius=4)
    c.line([(1516, 744), (1546, 744), (1558, 716), (1574, 768), (1586, 744), (1632, 744)], "#2f6f73", 5)
    figure(c, 1530, 1130, 330, Look(coat="#d9a441", trousers="#3e5c78", hair_style="short"), arms=HOLD, facing=-1)
    return c


def courier_station() -> Canvas:
    c = Canvas(1800, 1200, "#e8ddc8")
    c.fade(0, 0, 1800, 830, ("#bcdbe0", "#e9efdc"))
    c.rect(120, 150, 1560, 690, "#d8c3a0")
    c.rect(90, 120, 1620, 60, "#2f6f8f")
    c.rect(160, 210, 1480, 100, "#2f6f8f", radius=8)
    for k in range(5):
        c.rect(690 + k * 90, 236, 60, 48, "#f7f1e3", radius=6)
    c.rect(190, 340, 760, 470, "#f3e6cc")
    c.glow(560, 400, 460, "#fff3cf", 0.6)
    colours = ("#c79a63", "#b9854f", "#d8b27c", "#c98f5a")
    for row in range(4):
        y = 460 + row * 112
        x = 215.0
        k = 0
        while x < 900:
            w, h = 56 + (k * 37 + row * 23) % 50, 48 + (k * 29 + row * 41) % 46
            parcel(c, x, y, w, h, colours[(k + row) % 4])
            x += w + 8
            k += 1
        c.rect(190, y, 760, 11, "#8fa0a6")
    for x in (190, 565, 940):
        c.rect(x, 340, 12, 470, "#8fa0a6")
    c.rect(1020, 360, 560, 450, "#3f7f6f", radius=8)
    for row in range(4):
        for k in range(6):
            if (row, k) == (2, 3):
                c.rect(1035 + k * 90, 375 + row * 108, 78, 94, "#23403a", radius=4)
                parcel(c, 1045 + k * 90, 465 + row * 108, 56, 50)
                continue
            c.rect(1035 + k * 90, 375 + row * 108, 78, 94, "#5f9f8c" if (row + k) % 3 else "#e8c45a", radius=4)
            c.circle(1100 + k * 90, 422 + row * 108, 6, "#f7f1e3")
    c.fade(0, 825, 1800, 375, ("#c9c0ae", "#a39a8a"))
    c.line([(0, 1010), (1800, 990)], clear("#7f7668", 0.4), 3)
    tricycle(c, 90, 1120, 560)
    look = Look(coat="#e2702f", trousers="#2f3346", hair_style="cap", hat="#e2702f")
    hand, _ = figure(c, 800, 1120, 460, look, arms=HOLD, facing=1)
    parcel(c, hand[0] - 20, hand[1] + 10, 120, 90)
    hand, _ = figure(
        c,
        1060,
        1110,
        430,
        Look(coat="#b96a86", trousers="#35455c", hair_style="long", long_coat=True),
        arms=REACH,
        facing=-1,
    )
    figure(
        c,
        1400,
        1090,
        420,
        Look(coat="#3e5c78", trousers="#3b3440", from_behind=True),
        arms=((110, 120), (10, 20)),
        facing=1,
    )
    figure(
        c, 1550, 1140, 300, Look(coat="#d9a441", trousers="#35455c", hair_style="tail"), legs=WALK, arms=DOWN, facing=-1
    )
    for x, w, h in ((690, 110, 84), (1620, 130, 100), (1650, 90, 170)):
        parcel(c, x, 1175, w, h if h < 150 else 70, "#b9854f")
    return c


PICTURES = {
    "community-canteen": community_canteen,
    "neighbours-meeting": neighbours_meeting,
    "clinic-visit": clinic_visit,
    "courier-station": courier_station,
}
