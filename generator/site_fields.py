"""The table of what `site.yaml` says of the county: foot of the pages, platforms, how it is built and published."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.forms import Day, Fields, Flag, Text, entry, needed
from generator.letter_fields import LetterFields
from generator.message_fields import MessageFields
from generator.routing_fields import RoutingFields
from generator.target_fields import TargetFields
from generator.visit_fields import HistoryFields, SavingFields


class LinkFields(Fields):
    """链接."""

    name: str = needed("名称", "链接的名称")
    url: str = needed("网址", "以 https:// 开头的地址")


class PlatformFields(Fields):
    """全省统一平台."""

    name: str = needed("名称", "平台名称")
    home: str = needed("首页", "平台首页地址")
    units: str = needed("单位名录", "平台的单位名录地址")
    search: str = needed("搜索", "平台的搜索地址")
    request: str = needed("依申请公开", "在线申请地址，可含 {unit} {number} {title}")
    hotline: str = needed("热线", "政务信息查询热线，例如 96128")


class FooterFields(Fields):
    """页脚七项."""

    site_identity_code: str = needed("网站标识码", "10 位数字，前 6 位是行政区划代码")
    icp_record: str = needed("ICP备案号", "ICP 备案编号")
    police_record: str = needed("公安备案号", "公安机关备案号")
    sponsor: str = needed("主办单位", "主办单位")
    contact: str = needed("联系方式", "主办单位联系方式")
    badge_url: str = needed("网站标识", "党政机关网站标识的链接地址")
    report_url: str = needed("找错", "我为政府网站找错的地址，可含 {code} {url}")


class OldPlatformFields(Fields):
    """旧平台的网址怎样写."""

    url: str = needed("网址", "旧平台的首页地址")
    unit: str = entry("单位参数", "旧网址里单位编号的参数名", default="departmentid")
    column: str = entry("栏目参数", "旧网址里栏目编号的参数名", default="ClassID")
    document: str = entry("信息参数", "旧网址里信息编号的参数名", default="ID")


class RibbonFields(Fields):
    """省级页头：省里统一发的页头，文件放在工作区里，从不联网去取."""

    file: str = needed("文件", "工作区里的 HTML 文件，例如 province/ribbon.html；只采用文字、列表和链接")
    sha256: str = needed("校验值", "这个文件的 sha256；文件与它不符就不生成", aliases=("SHA256",))


class SiteFields(Fields):
    """全县的字段（site.yaml）."""

    name: str = needed("名称", "县的全称")
    short_name: Text = entry("简称", "县的简称")
    region_code: str = needed("行政区划代码", "6 位", law="GB/T 2260")
    base_url: str = needed("网址", "县级门户的地址，以 https:// 开头、以 / 结尾")
    footer: FooterFields = needed("页脚", "页脚七项", law="国办发〔2017〕47号")
    platform: PlatformFields = needed("全省统一平台", "省平台的地址", law="国办公开办函〔2019〕61号")
    allowed_hosts: tuple[str, ...] = entry(
        "外链白名单", "可以链接的域名，例如 xinhuanet.com；gov.cn 不用写", law="国办发〔2017〕47号", default=()
    )
    upper_links: tuple[LinkFields, ...] = entry("上级链接", "中央、省、市的政府信息公开平台", default=())
    old_platform: OldPlatformFields | None = entry("旧平台", "迁来以前的平台，旧网址转到新网址时用", default=None)
    ribbon: RibbonFields | None = entry("省级页头", "每一页最上面的统一页头", default=None)
    emblem: Text = entry(
        "国徽", "县级门户首页上国徽图案的 PNG 文件，例如 province/guohui.png；其他页面都不显示", law="《国徽法》"
    )
    theme: str = entry("主题", "themes/ 下的文件夹名", default="default")
    index_pattern: str = entry(
        "索引号格式", "可用 {org} {unit} {region} {year} {serial:05d}", default="{org}/{year}-{serial:05d}"
    )
    page_size: Annotated[int, Field(ge=5, le=200)] = entry("每页条数", "栏目列表每页多少条", default=20)
    attachment_limit_mib: Annotated[int, Field(ge=1, le=2000)] = entry("附件上限", "单个附件不超过多少 MiB", default=50)
    demonstrations: tuple[str, ...] = entry(
        "演示单位", "单位的文件夹名；供练习和演示，不发布，不计入全县，gongkai check 写了它才检查", default=()
    )
    pdf: Flag = entry(
        "PDF",
        "写“是”：公文和行政规范性文件另外做成 PDF，要先安装，见 运维手册·公文的 PDF",
        default=False,
        law="GB/T 9704-2012",
    )
    example_notice: Text = entry("示例声明", "不为空时显示在每一页顶部")
    example_day: Day | None = entry("示例日期", "示例县按这一天生成和检查；正式的网站不要写", default=None)
    targets: tuple[TargetFields, ...] = entry("发布目标", "gongkai publish 发布到哪里，可以写几个", default=())
    signing_keys: tuple[str, ...] = entry(
        "签名私钥", "发布时签名用的私钥文件，写全路径，放在工作区以外；可以 Ed25519、SM2 各一把", default=()
    )
    packed: Flag = entry(
        "预压缩", "写“是”：发布时给网页等文字各做一份 gzip 和 Brotli 的，由 nginx、Apache 直接发", default=False
    )
    routing: RoutingFields | None = entry(
        "公文流转", "办公系统的公文送到各单位的内部收文，见 公文流转手册", default=None
    )
    messages: MessageFields | None = entry("通知", "每晚结束以后告诉谁，见 运维手册·每晚自动运行", default=None)
    visit_history: tuple[HistoryFields, ...] = entry("访问历史", "没有日志的年份的访问量", default=())
    savings: tuple[SavingFields, ...] = entry("节约", "无纸化节约的开支，按因数和单价计算", default=())
    letters: LetterFields | None = entry("信件", "来信的渠道、答复期限和每月通报", default=None)
    colors: dict[str, str] = entry("颜色", "主题颜色，例如 primary: '#1a4f8b'", default={})
