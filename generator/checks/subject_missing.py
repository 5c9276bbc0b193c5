"""A document has no subject category, which the provincial platform asks of every record."""

from generator.checks import Found, check
from generator.model import Document


@check(
    "D204",
    "warning",
    law="《政府信息公开目录系统实施指引（试行）》：主题分类是必选的核心元数据",
    fix="补写“主题分类”，例如“主题分类: 农业、林业、水利”；可选的名称见编辑手册“文件头”",
    bad="标题: 关于春季护林防火的通知",
    good="标题: 关于春季护林防火的通知\n主题分类: 农业、林业、水利",
)
def subject_missing(document: Document) -> Found:
    """没有主题分类的信息，全省平台采集时会退回（H101），公众也不能按类查找。"""
    if not document.subject_category:
        place = "subject_category" if "subject_category" in document.marks else "title"  # where it is, or should be
        yield "没有写“主题分类”，全省平台采集时会退回这一条", place
