"""What a fault of reading means: its severity, how to mend it, and the ground; one table for code F and U findings.

Checks of the law carry their own words (`checks/`); these are the mistakes that are found while a text is read, before
there is a document that a check could look at.
"""

from __future__ import annotations

from typing import NamedTuple

from generator.model import Finding, Mark, Severity

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741


BLINDING = frozenset(
    (
        *(f"F{number:03}" for number in range(1, 27) if number not in (2, 21, 23)),
        *("F101", "F103", "F104", "F201", "F202"),
    )
)  # a document with one of these may not have been looked at by any check


class Meaning(NamedTuple):
    """Severity, advice and ground of a code; in a sentence what is wrong, and examples in the form that checks have
    theirs in, where the message alone does not make it plain."""

    severity: Severity
    fix: str
    law: str = ""
    meaning: str = ""
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()


MANUAL = "编辑手册·文件头"
DATA = "编辑手册·数据表"
CATALOGUE = "《政府信息公开条例》第十二条"
OPEN = "《政府信息公开条例》第六条"
VILLAGES = "=== villages/2025.csv\n村代码,村名,年份"
VILLAGE = f"{VILLAGES},农户数（户）\n530823100201,样例村,2025,17\n"
POSTED = "=== villages/公开.csv\n村代码,事项,公布日期,地点\n"
SAVED_AS_CSV = "用表格软件打开，另存为“CSV UTF-8”（存成普通的 CSV、即 GBK 也行），放在这里；原来的表格移到别处"
IN_SMALL = "把扩展名改成小写的"
MOVED = "移到别的文件夹；要登记的内容，照手册写成这里读的格式"
TABLE: dict[str, Meaning] = {
    # reading a text
    "F001": Meaning(E, "用编辑器另存为 UTF-8 编码", MANUAL),
    "F002": Meaning(W, "另存为“UTF-8”（不带 BOM）；本次已忽略 BOM", MANUAL),
    "F003": Meaning(E, "在第一行写 ---，接着写“标题: …”等字段，再以一行 --- 结束", MANUAL),
    "F004": Meaning(E, "在字段之后、正文之前补一行 ---；文件若只存了一半，请重新保存", MANUAL),
    "F005": Meaning(E, "把 Tab 换成两个空格", MANUAL),
    "F006": Meaning(E, "改成半角冒号加一个空格，例如“标题: 通知”", MANUAL),
    "F007": Meaning(E, "值里有冒号、井号等符号的，用半角双引号括起整个值；值里已有双引号的，用半角单引号括", MANUAL),
    "F008": Meaning(E, "删去其中一处", MANUAL),
    "F009": Meaning(E, "把内容直接写出来；值若以 * 或 & 开头，用半角双引号括起来", MANUAL),
    "F010": Meaning(E, "去掉以 ! 开头的标签；值若以 ! 开头，用半角双引号括起来", MANUAL),
    "F011": Meaning(E, "把长内容移到正文或数据文件里", MANUAL),
    "F012": Meaning(E, "把长列表移到数据文件里", MANUAL),
    "F013": Meaning(E, "减少嵌套层次", MANUAL),
    "F014": Meaning(E, "每行写成“键: 值”，例如“标题: 关于…的通知”", MANUAL),
    "F015": Meaning(E, "删去这个看不见的字符，重新输入这一行", MANUAL),
    "F016": Meaning(E, "把大表放进数据文件或附件；正文应少于 1 MiB", MANUAL),
    "F017": Meaning(E, "在冒号后面补一个空格，例如“标题: 通知”", MANUAL),
    "F018": Meaning(E, "补写内容，或删去这个空文件", MANUAL),
    "F019": Meaning(E, "请系统管理员检查文件权限", MANUAL),
    "F020": Meaning(E, "换成真实的文件；为安全起见不读取符号链接", "安全规则"),
    "F022": Meaning(E, "给文件改名；从压缩包解出的乱码文件名请重新命名", MANUAL),
    "F026": Meaning(
        E,
        "给文件或文件夹改名：文件名会成为网址，也会写进各种记录，不能有身份证号、银行卡号",
        "《个人信息保护法》第二十八条",
    ),
    "F024": Meaning(E, "在这个值的末尾补上同样的半角引号；值里本来没有引号的，删去开头的这一个", MANUAL),
    "F025": Meaning(E, "值里的引号改用中文引号“”；要用半角双引号的，用半角单引号把整个值括起来", MANUAL),
    "F028": Meaning(E, "在列表的末尾补上这个括号；不是列表、值本身以括号开头的，用半角双引号括起整个值", MANUAL),
    "F023": Meaning(W, "要显示它，用半角双引号把整个值括起来；是注释的，移到单独一行", MANUAL),
    "F027": Meaning(I, "是一条信息的，去掉末尾的 .txt（先让系统显示文件的扩展名）；不是的，不用管", MANUAL),
    "F021": Meaning(W, "文件接近上限，请拆分或移到附件", MANUAL),
    # reading fields
    "F101": Meaning(E, "改正字段名，或删去这一行；全部字段见编辑手册“字段表”", "编辑手册·字段表"),
    "F102": Meaning(E, "补写这个字段", CATALOGUE),
    "F103": Meaning(E, "按提示改正", "编辑手册·字段表"),
    "F104": Meaning(E, "两种写法只留一种", "编辑手册·字段表"),
    # reading a document in its unit
    "F201": Meaning(E, "把文件移到正确的栏目文件夹，或改正“栏目”", "国办公开办函〔2019〕61号"),
    "F202": Meaning(E, "改正“类型”，可用的类型见编辑手册“内容类型”", "编辑手册·内容类型"),
    "F203": Meaning(E, "把附件放到文档所在的文件夹，并核对文件名", "《政府信息公开条例》第二十四条"),
    "F204": Meaning(E, "改正链接；指向本单位其他信息时写它的 .md 文件的相对路径", "国办秘函〔2019〕19号"),
    "F205": Meaning(
        E,
        "按提示改正数据文件",
        DATA,
        "数据文件、台账（来信、会议、村情、访问统计）或标准目录里有一处用不了：表头、格数、日期、数或引号不对，或者文件夹重名。",
    ),
    "F206": Meaning(E, "两个文件不能用同一地址：保留先公开的索引号，另一个重新编号", CATALOGUE),
    "F207": Meaning(W, "写好之后运行 gongkai number 分配索引号", CATALOGUE),
    "F208": Meaning(W, "以文字和 Markdown 表格改写；不允许的 HTML 会被去掉", "安全规则"),
    "F209": Meaning(E, "拆分或简化正文后再试；该信息保留上一次的页面", "安全规则"),
    "F210": Meaning(I, "到发布日期会自动公开", ""),
    "F211": Meaning(I, "发布时把“草稿”改为“否”或删去", ""),
    "F212": Meaning(E, "换用允许的文件格式，或与系统管理员联系", "安全规则"),
    "F214": Meaning(E, "把文件头改成一行一个字段的写法，再运行一次", MANUAL),
    "F215": Meaning(E, "运行 gongkai number，给那条信息分配索引号；互相链接的信息一起编号即可", CATALOGUE),
    "F216": Meaning(W, "核对这一行；对的，删去行末的“# 由程序猜测，请核对”；不对的，改正", MANUAL),
    "F217": Meaning(E, "写好正文，删去〔待填〕；没有写好的，加一行“草稿: 是”", MANUAL),
    "F218": Meaning(W, "简化正文里的表格和图片后再试；网页不受影响", "编辑手册·公文的 PDF"),
    "F219": Meaning(
        W, "核对这个字；没有写错的，请系统管理员在主题的 fonts 里换用收字更全的字体", "编辑手册·公文的 PDF"
    ),
    "F213": Meaning(I, "确认公开属性无误即可", "《政府信息公开条例》第十三条"),
    "F221": Meaning(E, "改正这一格；格子没有错的，改正数据说明里这一列的类型、必填、最小、最大或主键", DATA),
    "F222": Meaning(E, "列名照数据文件的表头写，一字不差，一列只写一次", DATA),
    "F224": Meaning(W, "数据说明与数据文件放在一起，文件名相同，例如 ys2026.csv 和 ys2026.schema.yaml", DATA),
    "F226": Meaning(
        W,
        "按提示改“图表”的写法；图表没画出来，信息照常发布",
        "编辑手册·图表",
        "图表的写法不对，或者数据文件里的数画不出来。",
        bad=("=== gg/ys.csv\n年份,收入（万元）\n2025,10\n2026,12\n", "图表: [{数据: ys.csv, 数值: [收人]}]"),
        good=("=== gg/ys.csv\n年份,收入（万元）\n2025,10\n2026,12\n", "图表: [{数据: ys.csv, 数值: [收入]}]"),
    ),
    "F227": Meaning(
        E,
        "核对原始报表，改正这一格；改正以前，这个村这一年的数不列出",
        OPEN,
        "一个村的数自相矛盾，或者不是数。",
        bad=(f"{VILLAGES},水面面积（亩）,养殖水面面积（亩）\n530823100201,样例村,2025,190,5180\n",),
        good=(f"{VILLAGES},水面面积（亩）,养殖水面面积（亩）\n530823100201,样例村,2025,190,51.8\n",),
    ),
    "F228": Meaning(
        W,
        "核对原始报表；数没有错的不用管，写错的改正",
        OPEN,
        "一个村的数可疑：比上一年变得太多，与别的数对不上，或者这一列程序不认识。",
        bad=(f"{VILLAGES},农户数（户）,通电户数（户）,通电率（%）\n530823100201,样例村,2025,17,17,97\n",),
        good=(f"{VILLAGES},农户数（户）,通电户数（户）,通电率（%）\n530823100201,样例村,2025,17,17,100\n",),
    ),
    "F229": Meaning(
        W,
        "催村民委员会公布，再在 公开.csv 里记上日期",
        "《村民委员会组织法》第三十条",
        "村务公开过了期限，或者一个村没有记录。",
        bad=(
            f"{VILLAGES},农户数（户）\n530823100201,样例村,2025,17\n",
            f"{POSTED}530823100201,一般事项,2026-04-05,村务公开栏\n",
        ),
        good=(
            f"{VILLAGES},农户数（户）\n530823100201,样例村,2025,17\n",
            f"{POSTED}530823100201,一般事项,2026-10-21,村务公开栏\n",
        ),
    ),
    "F230": Meaning(
        W,
        f"是表格的，{SAVED_AS_CSV}。扩展名大写的，{IN_SMALL}。其他文件，{MOVED}",
        DATA,
        "台账的文件夹（来信、会议、村情、访问统计）里有一个文件没有读：它不是这里读的格式，或者扩展名写成了大写。",
    ),
    "F231": Meaning(
        E,
        "恢复这个文件，在“变更”里写“取消: 是”；误发的，文件里只写“名称”和“撤下: 理由”。在这以前页面和日历不变",
        "编辑手册·视频会议",
        "通知过的会议，文件不见了：各单位的日历里还有它，只能取消，不能消失。",
    ),
    "F232": Meaning(
        E,
        "改回原来的写法，把新的写成“变更”里的一项；在这以前页面和日历还是原来的",
        "编辑手册·视频会议",
        "通知过的会议或者变更，改了时间、地点、取消或者说明，没有写成一次变更：各单位的日历不会跟着变。",
    ),
    # reading unit.yaml and site.yaml
    "U101": Meaning(E, "改正后重新生成；本单位保留上一次发布的内容", "运维手册·单位文件"),
    "U102": Meaning(E, "核对证照上的代码", "GB 32100-2015"),
    "U103": Meaning(E, "按行政区划代码改正", "GB/T 2260、GB/T 10114"),
    "U104": Meaning(E, "改正栏目名；可用的栏目见 gongkai explain columns", "国办公开办函〔2019〕61号"),
    "U105": Meaning(E, "补写理由，或删去“不适用”", "《政府信息公开条例》第二十条"),
    "U106": Meaning(E, "每个单位的代码和地址必须唯一", "运维手册·单位文件"),
    "U107": Meaning(E, "单位文件夹名只用小写字母、数字和连字符", "运维手册·单位文件"),
    "U110": Meaning(W, "不是有意的，请恢复这个文件夹再生成；有意的不必处理", "运维手册·单位文件"),
    "U111": Meaning(W, "核对索引号；要恢复公开的，删去“撤下”里的这一条", "编辑手册·撤下一条信息"),
    # reading what is published
    "W104": Meaning(
        Severity.BREACH,
        "改正链接；指向的信息已经撤下的，删去链接；主题里的链接请主题的维护人改",
        "国办秘函〔2019〕19号 链接不可用；国办发〔2017〕47号",
    ),
    "W305": Meaning(W, "核对网址；对方改版的换成新网址，已经停用的删去链接", "国办秘函〔2019〕19号 链接不可用"),
    # reading waivers.yaml
    "U116": Meaning(
        W, "照 generator/rules/working_days/ 里往年的样子加一个文件，按国务院办公厅公布的安排填写", "运维手册·升级"
    ),
    "U113": Meaning(W, "核对问题代码和摘要，照报告里的写", "编辑手册·豁免"),
    "U114": Meaning(W, "改正问题后删去这一条；确需延长的，重新报批并改“到期”", "编辑手册·豁免"),
    "U115": Meaning(I, "问题已经改好的，删去这一条；没有改好的，核对文件和摘要", "编辑手册·豁免"),
    # the province's common ribbon
    "U120": Meaning(E, "按提示改正；改正之前不生成", "运维手册·省级页头"),
    "U121": Meaning(I, "页头只能是文字、列表和链接；需要图片、脚本的，请与省里商量", "运维手册·省级页头；安全规则"),
    # the national emblem on the county's own home page
    "U122": Meaning(E, "按提示改正；改正之前不生成", "《国徽法》；运维手册·国徽"),
    # what a unit brings of its own to the theme
    "U112": Meaning(E, "改正这个模板，或先把它移走；本单位保留上一次发布的内容", "运维手册·主题"),
    "U109": Meaning(E, "本单位保留上一次发布的内容；请把完整的出错信息发给软件维护者", ""),
    "U108": Meaning(E, "法定栏目必须保留原名，不能隐藏或改名", "国办公开办函〔2019〕61号"),
}


def finding(code: str, path: str, mark: tuple[int, int] | Mark, message: str, fix: str = "") -> Finding:
    """The finding of a code at a place; `fix` replaces the table's advice where the place knows better.

    What an editor wrote is quoted without the numbers of persons, so that no note of the build holds one.
    """
    from generator.personal_data import concealed  # not in a night in which nothing is told

    meaning = TABLE[code]
    told = concealed(message)
    return Finding(code, meaning.severity, path, mark[0], mark[1], told, fix or meaning.fix, meaning.law)
