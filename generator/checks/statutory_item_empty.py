"""An item that the law wants published has nothing in it."""

from generator.checks import Found, check
from generator.checks._columns import blank, place
from generator.model import UnitContent

COMPLETE = """=== unit.yaml
栏目:
  fdzdgknr/jgxx: {链接到: 'jinping:jggk/jgzn'}
  fdzdgknr/gh: {链接到: 'fagaiju:fdzdgknr/gh'}
  fdzdgknr/tj: {链接到: 'tongjiju:fdzdgknr/tj'}
  fdzdgknr/xzxk: {链接到: 'zhengwuju:fdzdgknr/xzxk'}
  fdzdgknr/xzcf: {不适用: 本镇没有赋权的处罚事项，行政处罚由县级行政执法部门实施}
  fdzdgknr/xzsf: {不适用: 本镇没有收费项目，办理各类事项均不收费}
  fdzdgknr/zfcg: {链接到: 'caizhengju:fdzdgknr/zfcg'}
  fdzdgknr/zdxm: {链接到: 'fagaiju:fdzdgknr/zdxm'}
  fdzdgknr/yjgl: {链接到: 'yingjiju:fdzdgknr/yjgl'}
  fdzdgknr/jdjc: {链接到: 'shichangjianguanju:fdzdgknr/jdjc'}
  fdzdgknr/zlly: {链接到: 'rensheju:fdzdgknr/zlly'}
  fdzdgknr/qtfd: {链接到: 'zhengfuban:fdzdgknr/qtfd'}
  fdzdgknr/ntsl: {链接到: 'shuiwuju:fdzdgknr/zdxm'}
  fdzdgknr/tdlz: {链接到: 'nongyenongcunju:fdzdgknr/msbz'}
  fdzdgknr/tdzs: {链接到: 'ziranziyuanju:fdzdgknr/tdzs'}
  fdzdgknr/fwzs: {链接到: 'zhujianju:fdzdgknr/zdxm'}
  fdzdgknr/cczl: {不适用: 本镇本年没有开展筹资筹劳}
"""
OWN = (  # what the township makes itself it publishes itself
    "栏目: fdzdgknr/fggw\n类型: 通知公告\n标题: 关于加强森林防火的通知",
    "栏目: fdzdgknr/czyjs\n类型: 预算\n标题: 2026年部门预算\n年度: 2026\n批准日期: 2026-01-05",
    "栏目: fdzdgknr/msbz\n类型: 通知公告\n标题: 关于发放学生资助的通知",
    "栏目: fdzdgknr/nyzc\n类型: 通知公告\n标题: 关于兑现农业补贴的通知",
    "栏目: fdzdgknr/zjd\n类型: 通知公告\n标题: 2025年宅基地审核情况的通知",
    "栏目: fdzdgknr/shjz\n类型: 通知公告\n标题: 2025年社会救助工作的通知",
)


@check(
    "L105",
    "warning",
    law="《政府信息公开条例》第二十条、第二十一条",
    fix="公开这项内容；由别的单位负责的，在 unit.yaml 的“栏目”里写“链接到”；确实没有这类事项的，才写“不适用”和理由",
    bad="=== unit.yaml\n栏目:\n  fdzdgknr/tj: {更新期限: 90}\n",
    good=(COMPLETE, *OWN),
)
def statutory_item_empty(content: UnitContent) -> Found:
    """条例第二十条、第二十一条的每一项，要么有内容，要么链接到负责的单位，要么写明不适用的理由。"""
    laws = {column.key: column.law for column in content.unit.walk()}
    for column in blank(content):
        if column.article:
            law = laws[column.key].removeprefix("《政府信息公开条例》")
            yield f"法定栏目「{column.name}」（{law}）没有内容", place(content, column.key)
